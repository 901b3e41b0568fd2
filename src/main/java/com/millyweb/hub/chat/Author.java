package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who said or pressed something, as the chat knows them.
 *
 * @param id what the chat calls the person; for the hub's own API and links a name for the audit
 * @param name as the chat shows it, which anybody can change
 * @param team the Slack workspace or Discord guild
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Author(String id, @Nullable String name, @Nullable String team) {
  static final Author NOBODY = new Author("", null, null);

  public Author {
    id = id == null ? "" : id;
    name = name == null ? null : WholeText.of(name);
  }
}
