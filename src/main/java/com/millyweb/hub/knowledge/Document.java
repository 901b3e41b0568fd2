package com.millyweb.hub.knowledge;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a document.
 *
 * @param bytes of its content
 * @param version what its source calls this content, such as an ETag
 * @param state {@code stored} or {@code refused}
 * @param reason why it was refused: a word, a colon, and a sentence
 * @param truncated whether text of it is missing
 * @param chunks in how many pieces it is found
 * @param eventId the event whose flow stored it
 * @param by who sent that
 */
public record Document(
    UUID id,
    String source,
    String path,
    @Nullable String title,
    @Nullable String contentType,
    @Nullable String language,
    long bytes,
    @Nullable String version,
    String state,
    @Nullable String reason,
    boolean truncated,
    int chunks,
    @Nullable UUID eventId,
    @Nullable String by,
    OffsetDateTime createdAt,
    OffsetDateTime changedAt) {}
