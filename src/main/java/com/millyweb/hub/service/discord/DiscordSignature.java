package com.millyweb.hub.service.discord;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.Ed25519;
import com.millyweb.hub.ingress.verify.Freshness;
import com.millyweb.hub.ingress.verify.Scheme;
import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * {@code X-Signature-Ed25519} over timestamp and body; see <a
 * href="https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint">Discord's
 * description</a>. Discord sends bad signatures on purpose and takes the URL away from an
 * application that lets them pass. The source's secret is the application's public key, in hex.
 */
@RouteBean
@Component("verify.discord")
final class DiscordSignature implements Scheme {
  private final ConcurrentMap<Source, List<PublicKey>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  DiscordSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    byte[] signature = signature(webhook.headers().only("X-Signature-Ed25519"));
    String timestamp = webhook.headers().only("X-Signature-Timestamp");
    // it is signed as well, and what is too old needs no body
    freshness.require(timestamp);
    byte[] head = timestamp.getBytes(StandardCharsets.UTF_8);
    boolean valid = false;
    for (PublicKey key : keys(webhook.source())) {
      valid |= Ed25519.isValid(key, signature, head, webhook.body());
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private static byte[] signature(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw Refused.unauthenticated("signature is not hex");
    }
  }

  private List<PublicKey> keys(Source source) {
    return keys.computeIfAbsent(
        source, one -> one.secrets().stream().map(secret -> publicKey(one, secret)).toList());
  }

  /** The messages of what fails would show a part of the key. */
  private static PublicKey publicKey(Source source, Secret secret) {
    try {
      return Ed25519.publicKey(HexFormat.of().parseHex(secret.reveal()));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          source.configurationKey()
              + ".secret: must be the application's public key, 32 bytes as 64 hex digits");
    }
  }
}
