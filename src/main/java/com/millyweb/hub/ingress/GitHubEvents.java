package com.millyweb.hub.ingress;

import com.millyweb.hub.event.NewEvent;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** {@code github.<event>}, its subject the repository's full name. */
@Component("normalise.github")
final class GitHubEvents {
  private static final String REPOSITORY = "/repository/full_name";
  private static final JsonFields FIELDS = new JsonFields(List.of(REPOSITORY));

  public NewEvent event(Webhook webhook) {
    byte[] payload = payload(webhook);
    var fields = FIELDS.read(payload);
    return Envelope.event(
        webhook,
        "github." + eventName(webhook.headers()),
        fields.get(REPOSITORY),
        webhook.headers().first("X-GitHub-Delivery"),
        payload);
  }

  private static byte[] payload(Webhook webhook) {
    MediaType type = MediaTypes.declared(webhook);
    if (MediaTypes.isJson(type)) {
      return webhook.body();
    }
    if (MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type)) {
      return FormPayload.of(webhook.body());
    }
    throw Refused.mediaType("content type is neither JSON nor a form");
  }

  /** GitHub's names are lower-case words joined by {@code _}, such as {@code pull_request}. */
  private static String eventName(Headers headers) {
    String name = headers.first("X-GitHub-Event");
    boolean plain = name != null && !name.isEmpty() && name.length() <= 64;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = c >= 'a' && c <= 'z' || c == '_';
    }
    if (name == null || !plain) {
      throw Refused.malformed("X-GitHub-Event is no name of an event");
    }
    return name;
  }
}
