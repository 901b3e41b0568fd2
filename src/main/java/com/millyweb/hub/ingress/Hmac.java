package com.millyweb.hub.ingress;

import com.millyweb.hub.Secret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of RFC 2104. */
final class Hmac {
  static final String SHA256 = "HmacSHA256";

  static final int SHA256_BYTES = 32;

  private Hmac() {}

  static List<SecretKeySpec> keys(List<Secret> secrets, String algorithm) {
    return secrets.stream().map(secret -> new SecretKeySpec(secret.bytes(), algorithm)).toList();
  }

  static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java has no " + key.getAlgorithm(), e);
    }
  }
}
