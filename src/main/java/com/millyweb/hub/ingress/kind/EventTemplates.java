package com.millyweb.hub.ingress.kind;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.EventOptions;
import com.millyweb.hub.ingress.EventOptions.Unnamed;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.ingress.Names;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one source's events are called: as its kind says, and as the source itself says where the
 * kind leaves it open.
 *
 * @param options of the kind
 * @param fields what is picked out of a body
 */
record EventTemplates(
    EventOptions options,
    Template type,
    @Nullable Template key,
    @Nullable Template subject,
    JsonFields fields) {
  private static final Template TYPE = Template.valueOf("{source}.{/type}");
  private static final String SOURCE = "source";

  static EventTemplates of(EventOptions options, Source source) {
    SourceProperties own = source.properties();
    Template type = options.type() == null ? TYPE : options.type();
    Template key = options.key() == null ? own.key() : options.key();
    Template subject = options.subject() == null ? own.subject() : options.subject();
    List<String> pointers = new ArrayList<>(type.pointers());
    Stream.of(key, subject)
        .flatMap(Stream::ofNullable)
        .forEach(template -> pointers.addAll(template.pointers()));
    if (options.without() != null) {
      pointers.add("/" + options.without());
    }
    return new EventTemplates(options, type, key, subject, new JsonFields(pointers));
  }

  /**
   * @throws Refused when the request has no plain name for it, and the kind says that it must
   */
  String type(Webhook webhook, Map<String, String> picked) {
    boolean refuses = options.unnamed() == Unnamed.REFUSE;
    String filled = fill(type, webhook, picked::get, refuses);
    if (refuses) {
      if (filled == null) {
        throw Refused.malformed("nothing names the event for the type " + type);
      }
      // whether it can be a type is looked at when the event is made, and is a refusal too
      return filled;
    }
    if (filled != null && NewEvent.isType(filled)) {
      return filled;
    }
    return webhook.source().name() + ".received";
  }

  @Nullable String key(Webhook webhook, Map<String, String> picked) {
    return key == null ? JsonEvents.usualKey(webhook.headers()) : fill(key, webhook, picked::get);
  }

  @Nullable String subject(Webhook webhook, Map<String, String> picked) {
    return subject == null ? null : fill(subject, webhook, picked::get);
  }

  /**
   * @param field the text of a field of the body, by its pointer
   * @return null when there is nothing to fill one of the places with
   */
  static @Nullable String fill(
      Template template, Webhook webhook, Function<String, @Nullable String> field) {
    return fill(template, webhook, field, false);
  }

  private static @Nullable String fill(
      Template template,
      Webhook webhook,
      Function<String, @Nullable String> field,
      boolean onlyNames) {
    String text =
        template.fill(
            place -> {
              if (place.equals(SOURCE)) {
                return webhook.source().name();
              }
              String found =
                  place.startsWith("/") ? field.apply(place) : webhook.headers().first(place);
              if (onlyNames && found != null && !Names.isEvent(found)) {
                throw Refused.malformed(place + " is no name of an event");
              }
              return found;
            });
    return text == null || text.isEmpty() ? null : text;
  }
}
