package com.millyweb.hub.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of {@code agent.start}: a run is to begin.
 *
 * @param run its id, a UUID of version 7
 * @param task what the agent is asked
 * @param conversation runs of one conversation know what was said before; null for none
 * @param tenant whose knowledge it sees
 * @param person who asked, a name of {@code hub.people} or of a token; null for nobody known
 * @param taint why what it is asked is not to be trusted; empty when it is
 * @param parent the run that asked for it, and its step
 * @param budget null for that of the agent
 * @param history what was said before, where the caller keeps that; null for the hub's own
 * @param forked the run that it repeats up to a step, which is included
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NewRun(
    UUID run,
    String agent,
    String task,
    @Nullable String conversation,
    String tenant,
    @Nullable String person,
    Origin origin,
    List<String> taint,
    @Nullable UUID parent,
    @Nullable Integer parentStep,
    int depth,
    @Nullable Budget budget,
    @Nullable List<Said> history,
    @Nullable Fork forked) {
  public static final String TYPE = "agent.start";
  public static final String TENANT = "default";

  public NewRun {
    taint = taint == null ? List.of() : List.copyOf(taint);
  }

  /**
   * How it began.
   *
   * @param kind flow, chat, api, openai or agent
   * @param reply the conversation in a chat where its answer goes; null for nowhere
   * @param event that it came from
   * @param asks the conversation where it asks people, when its answer does not go there
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Origin(
      String kind, @Nullable String reply, @Nullable UUID event, @Nullable String asks) {
    public Origin(String kind, @Nullable String reply, @Nullable UUID event) {
      this(kind, reply, event, null);
    }

    /** The conversation where it asks people; null for its agent's channel. */
    public @Nullable String askedIn() {
      return asks == null ? reply : asks;
    }
  }

  /**
   * @param role user or assistant
   */
  public record Said(String role, String text) {}

  /**
   * @param model another one than the agent's; null for that
   * @param prompt likewise
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Fork(UUID run, int step, @Nullable String model, @Nullable String prompt) {}
}
