package com.millyweb.hub.service.gitea;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.Names;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.body.JsonTree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code <source>.<event>} of Gitea, Forgejo and Gogs, its subject the repository's full name. */
@RouteBean
@Component("normalise.gitea")
public final class GiteaEvents {
  private static final String REPOSITORY = "/repository/full_name";

  /** Gitea and Forgejo send the names of those before them as well. */
  private static final List<String> FAMILIES = List.of("X-Gitea-", "X-Forgejo-", "X-Gogs-");

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

  /** What the names of the sender's headers begin with: all of them, or none. */
  static String family(Headers headers) {
    for (String family : FAMILIES) {
      if (!headers.all(family + "Signature").isEmpty()) {
        return family;
      }
    }
    return FAMILIES.get(0);
  }

  private static @Nullable String header(Headers headers, String name) {
    return headers.first(family(headers) + name);
  }
}
