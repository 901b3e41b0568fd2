/** From the bytes of a request to the JSON that events carry, within limits. */
@NullMarked
package com.millyweb.hub.ingress.body;

import org.jspecify.annotations.NullMarked;
