package com.millyweb.hub.workbench.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A bearer token as the hub remembers it: everything but the token itself. */
public record Token(
    long id,
    String name,
    Scope scope,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {}
