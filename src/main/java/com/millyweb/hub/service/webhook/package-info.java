/** A webhook of the hub's own: notices as JSON, signed by Standard Webhooks. */
@NullMarked
package com.millyweb.hub.service.webhook;

import org.jspecify.annotations.NullMarked;
