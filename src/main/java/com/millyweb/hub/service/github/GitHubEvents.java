package com.millyweb.hub.service.github;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.Names;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import com.millyweb.hub.ingress.body.JsonFields;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code github.<event>}, its subject the repository's full name. */
@RouteBean
@Component("normalise.github")
public final class GitHubEvents {
  private static final String REPOSITORY = "/repository/full_name";
  private static final JsonFields FIELDS = new JsonFields(List.of(REPOSITORY));

  public NewEvent event(Webhook webhook) {
    byte[] payload = FormPayload.orJson(webhook);
    var fields = FIELDS.read(payload);
    return Envelope.event(
        webhook,
        "github." + eventName(webhook.headers()),
        fields.get(REPOSITORY),
        webhook.headers().first("X-GitHub-Delivery"),
        payload);
  }

  /** GitHub's names are lower-case words joined by {@code _}, such as {@code pull_request}. */
  private static String eventName(Headers headers) {
    String name = headers.first("X-GitHub-Event");
    if (name == null || !Names.isEvent(name)) {
      throw Refused.malformed("X-GitHub-Event is no name of an event");
    }
    return name;
  }
}
