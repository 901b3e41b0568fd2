package com.millyweb.hub.knowledge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody told the hub to remember.
 *
 * @param eventId the event whose flow wrote it
 * @param by who sent that
 */
public record Fact(
    String name,
    String text,
    @Nullable UUID eventId,
    @Nullable String by,
    OffsetDateTime createdAt,
    OffsetDateTime changedAt) {

  /** How an answer names it: {@code fact nas/disks}. */
  @JsonProperty
  public String cite() {
    return "fact " + name;
  }
}
