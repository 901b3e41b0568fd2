package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.workbench.access.ContentRule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event, its data, and what became of it.
 *
 * @param data JSON when the event's data is JSON; null when it is not, is too large, or may not be
 *     seen
 * @param dataBase64 the data when it is not JSON
 * @param masked whether {@link ContentRule} hides the values from this caller
 */
@Schema(name = "Event")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
    UUID id,
    Instant at,
    String type,
    String source,
    @Nullable String subject,
    Instant time,
    @Nullable String key,
    String contentType,
    @Nullable String traceparent,
    int hops,
    int size,
    @Nullable JsonNode data,
    @Nullable String dataBase64,
    boolean tooLarge,
    boolean masked,
    @Nullable EventSummary cause,
    @Nullable Long causeDelivery,
    List<DeliveryView> deliveries,
    List<EventSummary> caused) {

  /** Larger data is left out here and has an address of its own. */
  static final int MAX_DATA = 512 * 1024;

  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A delivery with its attempts that did not finish it. */
  @Schema(name = "DeliveryOfEvent")
  public record DeliveryView(
      long id,
      String subscription,
      DeliveryState state,
      int claims,
      int failures,
      @Nullable String reason,
      @Nullable String error,
      @Nullable Instant runAt,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      List<AttemptStatus> attempts) {

    static DeliveryView of(DeliveryStatus status, List<AttemptStatus> attempts) {
      return new DeliveryView(
          status.id(),
          status.subscription(),
          status.state(),
          status.claims(),
          status.failures(),
          status.reason(),
          status.error(),
          status.runAt(),
          status.createdAt(),
          status.startedAt(),
          status.endedAt(),
          attempts.stream().filter(attempt -> attempt.delivery() == status.id()).toList());
    }
  }

  static EventView of(
      Event event,
      boolean masked,
      @Nullable EventSummary cause,
      List<DeliveryView> deliveries,
      List<EventSummary> caused) {
    boolean tooLarge = event.data().length > MAX_DATA;
    JsonNode json = tooLarge ? null : Mask.reply(event.type(), json(event));
    boolean showBytes = !tooLarge && json == null;
    return new EventView(
        event.id(),
        event.at(),
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        event.key(),
        event.contentType(),
        event.traceparent(),
        event.hops(),
        event.data().length,
        json,
        showBytes ? Base64.getEncoder().encodeToString(event.data()) : null,
        tooLarge,
        masked,
        cause,
        event.causeDelivery(),
        deliveries,
        caused);
  }

  static byte[] shownData(Event event) {
    if (!event.type().startsWith("chat.")) {
      return event.data();
    }
    JsonNode json = Mask.reply(event.type(), json(event));
    return json == null ? event.data() : json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable JsonNode json(Event event) {
    if (!event.isJson()) {
      return null;
    }
    try {
      JsonNode json = EXACT.readTree(event.data());
      return json == null || json.isMissingNode() ? TextNode.valueOf("") : json;
    } catch (IOException e) {
      return null;
    }
  }
}
