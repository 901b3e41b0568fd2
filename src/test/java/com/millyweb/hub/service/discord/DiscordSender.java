package com.millyweb.hub.service.discord;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Discord's side of a door: an application's key, and what it signs. */
final class DiscordSender {
  private static final int RAW_KEY = 32;
  private final KeyPair pair;

  DiscordSender() {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has Ed25519", e);
    }
  }

  /** As the developer portal shows it. */
  String publicKey() {
    byte[] encoded = pair.getPublic().getEncoded();
    return HexFormat.of()
        .formatHex(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
  }

  String signature(String timestamp, String body) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Nothing is signed", e);
    }
  }

  Map<String, String> headers(long timestamp, String body) {
    return new HashMap<>(
        Map.of(
            "Content-Type",
            "application/json",
            "X-Signature-Ed25519",
            signature("" + timestamp, body),
            "X-Signature-Timestamp",
            "" + timestamp));
  }
}
