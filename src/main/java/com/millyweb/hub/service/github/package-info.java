/** GitHub: its webhooks, and fetching the deliveries that did not arrive. */
@NullMarked
package com.millyweb.hub.service.github;

import org.jspecify.annotations.NullMarked;
