package com.millyweb.hub.ingress.kind;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.EventOptions;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import com.millyweb.hub.ingress.body.JsonTree;
import com.millyweb.hub.ingress.body.Payload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One event for what a sender says: a JSON document, or what {@link Payload} makes one of. */
@RouteBean
@Component("normalise.json")
public final class JsonEvents {
  private final ConcurrentMap<Source, EventTemplates> configured = new ConcurrentHashMap<>();

  /**
   * Type, key and subject as the file of the kind says, else as the source does; the type is by
   * default {@code <source>.<kind>}, with the kind from the body's {@code type} when that is a
   * plain name, else {@code received}.
   */
  public NewEvent event(Webhook webhook) {
    Source source = webhook.source();
    EventOptions options = source.options().event();
    EventTemplates templates = configured.get(source);
    if (templates == null || templates.options() != options) {
      // the first request, or the kind's file has changed
      templates = EventTemplates.of(options, source);
      configured.put(source, templates);
    }
    return event(webhook, templates);
  }

  private static NewEvent event(Webhook webhook, EventTemplates templates) {
    byte[] payload =
        webhook.source().options().formField() == null
            ? Payload.json(webhook)
            : FormPayload.orJson(webhook);
    Map<String, String> fields = templates.fields().read(payload);
    String left = templates.options().without();
    return Envelope.event(
        webhook,
        templates.type(webhook, fields),
        templates.subject(webhook, fields),
        templates.key(webhook, fields),
        left != null && fields.containsKey("/" + left) ? JsonTree.without(left, payload) : payload);
  }

  /** The delivery key of the headers that usually hold one. */
  public static @Nullable String usualKey(Headers headers) {
    for (String name : List.of("webhook-id", "svix-id", "Idempotency-Key")) {
      String value = headers.first(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
