package com.millyweb.hub.ingress;

import com.millyweb.hub.RouteBean;
import com.millyweb.hub.event.NewEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code <source>.<event>} of Gitea and Forgejo, its subject the repository's full name. */
@RouteBean
@Component("normalise.gitea")
final class GiteaEvents {
  private static final String REPOSITORY = "/repository/full_name";

  /** Old versions send the secret itself. */
  private static final String SECRET = "/secret";

  private static final JsonFields FIELDS = new JsonFields(List.of(REPOSITORY, SECRET));

  public NewEvent event(Webhook webhook) {
    byte[] payload = FormPayload.orJson(webhook);
    var fields = FIELDS.read(payload);
    String name = header(webhook.headers(), "Event");
    if (!Names.isEvent(name)) {
      throw Refused.malformed("X-Gitea-Event is no name of an event");
    }
    return Envelope.event(
        webhook,
        webhook.source().name() + "." + name,
        fields.get(REPOSITORY),
        header(webhook.headers(), "Delivery"),
        fields.containsKey(SECRET) ? JsonTree.without("secret", payload) : payload);
  }

  private static @Nullable String header(Headers headers, String name) {
    String value = headers.first("X-Gitea-" + name);
    return value == null ? headers.first("X-Forgejo-" + name) : value;
  }
}
