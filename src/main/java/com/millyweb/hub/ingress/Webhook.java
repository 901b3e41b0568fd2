package com.millyweb.hub.ingress;

import org.jspecify.annotations.Nullable;

/**
 * A request that was let in and not yet verified.
 *
 * @param body the bytes as they came; signatures are over them
 */
record Webhook(Source source, Headers headers, @Nullable String contentType, byte[] body) {}
