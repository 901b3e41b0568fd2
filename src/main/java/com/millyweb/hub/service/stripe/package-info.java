/** Stripe's webhooks. */
@NullMarked
package com.millyweb.hub.service.stripe;

import org.jspecify.annotations.NullMarked;
