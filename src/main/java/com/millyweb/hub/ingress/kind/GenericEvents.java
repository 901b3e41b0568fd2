package com.millyweb.hub.ingress.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.EventBatch;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What home automations and workflow engines write by templates: {@code <source>.<kind>}, with the
 * kind from {@code event}, {@code event_type} or {@code type} when it is a plain name, else {@code
 * received}. An array is one event for each of its elements.
 */
@RouteBean
@Component("normalise.messages")
public final class GenericEvents {
  /** Also where Home Assistant's own messages have it, which are put together in arrays. */
  private static final List<String> KINDS =
      List.of("/event", "/event_type", "/event/event_type", "/type");

  private static final List<String> SUBJECTS =
      List.of("/entity_id", "/data/entity_id", "/event/data/entity_id", "/workflowId");

  public List<NewEvent> events(Webhook webhook) {
    JsonNode body = JsonTree.read(webhook);
    if (!body.isArray()) {
      return List.of(event(webhook, body, key(webhook, body, null), webhook.body()));
    }
    var batch = new EventBatch();
    for (int i = 0; i < body.size(); i++) {
      JsonNode message = body.get(i);
      batch.add(event(webhook, message, key(webhook, message, i), JsonTree.write(message)));
    }
    return batch.events();
  }

  private static NewEvent event(
      Webhook webhook, JsonNode message, @Nullable String key, byte[] data) {
    Template subject = webhook.source().properties().subject();
    return Envelope.event(
        webhook,
        type(webhook.source().name(), message),
        subject == null ? first(message, SUBJECTS) : fill(subject, webhook, message),
        key,
        data);
  }

  private static String type(String source, JsonNode message) {
    String kind = first(message, KINDS);
    String type = source + "." + kind;
    return kind != null && NewEvent.isType(type) ? type : source + ".received";
  }

  /** A key that is the same for a whole array needs the number of the element. */
  private static @Nullable String key(Webhook webhook, JsonNode message, @Nullable Integer index) {
    Template template = webhook.source().properties().key();
    String key =
        template == null
            ? JsonEvents.usualKey(webhook.headers())
            : fill(template, webhook, message);
    boolean shared = template == null || template.pointers().isEmpty();
    return key == null || index == null || !shared ? key : key + "#" + index;
  }

  private static @Nullable String fill(Template template, Webhook webhook, JsonNode message) {
    return EventTemplates.fill(
        template,
        webhook,
        place -> {
          JsonNode value = message.at(place);
          return value.isValueNode() && !value.isNull() ? value.asText() : null;
        });
  }

  private static @Nullable String first(JsonNode message, List<String> pointers) {
    for (String pointer : pointers) {
      String text = JsonTree.text(message.at(pointer));
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
