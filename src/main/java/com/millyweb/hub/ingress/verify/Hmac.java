package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.secret.Secret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of RFC 2104. */
public final class Hmac {
  public static final String SHA256 = "HmacSHA256";

  public static final int SHA256_BYTES = 32;

  private Hmac() {}

  public static List<SecretKeySpec> keys(List<Secret> secrets, String algorithm) {
    return secrets.stream().map(secret -> new SecretKeySpec(secret.bytes(), algorithm)).toList();
  }

  public static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java has no " + key.getAlgorithm(), e);
    }
  }
}
