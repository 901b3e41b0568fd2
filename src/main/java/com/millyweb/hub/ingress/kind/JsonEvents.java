package com.millyweb.hub.ingress.kind;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.body.Payload;
import java.util.ArrayList;
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
  private static final Template KIND = Template.valueOf("{/type}");

  private record Plan(
      @Nullable Template type,
      @Nullable Template key,
      @Nullable Template subject,
      JsonFields fields) {

    static Plan of(@Nullable Template type, @Nullable Template key, @Nullable Template subject) {
      List<String> pointers = new ArrayList<>();
      for (Template template : new Template[] {type == null ? KIND : type, key, subject}) {
        if (template != null) {
          pointers.addAll(template.pointers());
        }
      }
      return new Plan(type, key, subject, new JsonFields(pointers));
    }
  }

  private record Templates(Source source, String type, String key, String subject) {}

  private final ConcurrentMap<Source, Plan> configured = new ConcurrentHashMap<>();
  private final ConcurrentMap<Templates, Plan> written = new ConcurrentHashMap<>();

  /**
   * Key and subject as configured; the type is {@code <source>.<kind>}, with the kind from the
   * body's {@code type} when that is a plain name, else {@code received}.
   */
  public NewEvent event(Webhook webhook) {
    return event(webhook, configured.computeIfAbsent(webhook.source(), JsonEvents::plan));
  }

  /**
   * Type, key and subject from templates that a route writes, such as <code>{source}.{/status}
   * </code>, <code>{/order/id}</code>, <code>{X-Customer}</code>; an empty one means as configured.
   */
  public NewEvent eventAs(Webhook webhook, String type, String key, String subject) {
    return event(
        webhook,
        written.computeIfAbsent(
            new Templates(webhook.source(), type, key, subject), JsonEvents::plan));
  }

  private static Plan plan(Source source) {
    SourceProperties properties = source.properties();
    return Plan.of(null, properties.key(), properties.subject());
  }

  private static Plan plan(Templates texts) {
    SourceProperties properties = texts.source().properties();
    return Plan.of(
        texts.type().isEmpty() ? null : Template.valueOf(texts.type()),
        texts.key().isEmpty() ? properties.key() : Template.valueOf(texts.key()),
        texts.subject().isEmpty() ? properties.subject() : Template.valueOf(texts.subject()));
  }

  private static NewEvent event(Webhook webhook, Plan plan) {
    byte[] payload = Payload.json(webhook);
    Map<String, String> fields = plan.fields().read(payload);
    return Envelope.event(
        webhook,
        type(webhook, plan.type(), fields),
        fill(plan.subject(), webhook, fields),
        plan.key() == null ? usualKey(webhook.headers()) : fill(plan.key(), webhook, fields),
        payload);
  }

  private static String type(
      Webhook webhook, @Nullable Template template, Map<String, String> fields) {
    String source = webhook.source().name();
    if (template == null) {
      String kind = fields.get("/type");
      String type = source + "." + kind;
      return kind != null && NewEvent.isType(type) ? type : source + ".received";
    }
    String type = fill(template, webhook, fields);
    return type != null && NewEvent.isType(type) ? type : source + ".received";
  }

  private static @Nullable String fill(
      @Nullable Template template, Webhook webhook, Map<String, String> fields) {
    if (template == null) {
      return null;
    }
    String text =
        template.fill(
            place ->
                place.startsWith("/")
                    ? fields.get(place)
                    : place.equals("source")
                        ? webhook.source().name()
                        : webhook.headers().first(place));
    return text == null || text.isEmpty() ? null : text;
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
