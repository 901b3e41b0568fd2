package com.millyweb.hub.service.gitea;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import com.millyweb.hub.ingress.verify.Hmac;
import com.millyweb.hub.ingress.verify.Scheme;
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
 * the same, and may once send it under its own name only; Gogs does ({@code X-Gogs-Signature}).
 */
@RouteBean
@Component("verify.gitea")
public final class GiteaSignature implements Scheme {

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    byte[] given =
        webhook
            .headers()
            .only(GiteaEvents.family(webhook.headers()) + "Signature")
            .getBytes(StandardCharsets.ISO_8859_1);
    if (given.length != 2 * Hmac.SHA256_BYTES) {
      // needs no body
      throw Refused.unauthenticated("signature wrong");
    }
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
