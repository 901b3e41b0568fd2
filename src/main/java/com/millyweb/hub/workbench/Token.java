package com.millyweb.hub.workbench;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A bearer token as the hub remembers it: everything but the token itself. */
record Token(
    long id,
    String name,
    Scope scope,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {}
