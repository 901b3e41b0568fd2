package com.millyweb.hub.service.gitlab;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.Names;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.body.MediaTypes;
import com.millyweb.hub.ingress.kind.JsonEvents;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code <source>.<kind>}, such as {@code gitlab.merge_request}, its subject the project's path.
 */
@RouteBean
@Component("normalise.gitlab")
public final class GitLabEvents {
  private static final String KIND = "/object_kind";
  private static final String EVENT = "/event_name";
  private static final String PROJECT = "/project/path_with_namespace";
  private static final String HOOK = " hook";
  private static final JsonFields FIELDS = new JsonFields(List.of(KIND, EVENT, PROJECT));

  public NewEvent event(Webhook webhook) {
    MediaTypes.requireJson(webhook);
    Map<String, String> fields = FIELDS.read(webhook.body());
    return Envelope.event(
        webhook,
        webhook.source().name() + "." + kind(fields, webhook.headers()),
        fields.get(PROJECT),
        JsonEvents.usualKey(webhook.headers()),
        webhook.body());
  }

  /** The body's own kind; system hooks have only a name, custom templates only the header. */
  private static String kind(Map<String, String> fields, Headers headers) {
    for (String name :
        new @Nullable String[] {
          fields.get(KIND), fields.get(EVENT), hook(headers.first("X-Gitlab-Event"))
        }) {
      if (name != null) {
        if (!Names.isEvent(name)) {
          throw Refused.malformed("neither the body nor X-Gitlab-Event names a kind of event");
        }
        return name;
      }
    }
    throw Refused.malformed("no kind of event");
  }

  /** {@code Tag Push Hook} is {@code tag_push}. */
  private static @Nullable String hook(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String name = header.toLowerCase(Locale.ROOT);
    return (name.endsWith(HOOK) ? name.substring(0, name.length() - HOOK.length()) : name)
        .replace(' ', '_');
  }
}
