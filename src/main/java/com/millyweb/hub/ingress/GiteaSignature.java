package com.millyweb.hub.ingress;

import com.millyweb.hub.RouteBean;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * {@code X-Gitea-Signature: <lower-case hex>}, the HMAC of the JSON, also where that comes in a
 * form; see <a href="https://docs.gitea.com/usage/webhooks">Gitea's description</a>. Forgejo sends
 * the same, and may once send it under its own name only.
 */
@RouteBean
@Component("verify.gitea")
final class GiteaSignature implements Scheme {
  private static final String GITEA = "X-Gitea-Signature";
  private static final String FORGEJO = "X-Forgejo-Signature";

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    Headers headers = webhook.headers();
    boolean own = headers.all(GITEA).isEmpty() && !headers.all(FORGEJO).isEmpty();
    byte[] given = headers.only(own ? FORGEJO : GITEA).getBytes(StandardCharsets.ISO_8859_1);
    byte[] signed = signed(webhook);
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      String expected = HexFormat.of().formatHex(Hmac.mac(key).doFinal(signed));
      valid |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.ISO_8859_1), given);
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private static byte[] signed(Webhook webhook) {
    try {
      return FormPayload.orJson(webhook);
    } catch (Refused e) {
      // nobody is told what is wrong with it before it is verified
      return webhook.body();
    }
  }

  private List<SecretKeySpec> keys(Source source) {
    return keys.computeIfAbsent(source, unknown -> Hmac.keys(unknown.secrets(), Hmac.SHA256));
  }
}
