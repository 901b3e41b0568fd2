package com.millyweb.hub.text;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, and HMAC with it; texts count as UTF-8. */
public final class Digest {
  private static final String SHA = "SHA-256";
  private static final String HMAC = "HmacSHA256";

  private Digest() {}

  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance(SHA).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw missing(SHA, e);
    }
  }

  public static byte[] sha256(String text) {
    return sha256(utf8(text));
  }

  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  public static String sha256Hex(String text) {
    return sha256Hex(utf8(text));
  }

  /** The HMAC-SHA256 of the parts, one after the other. */
  public static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw missing(HMAC, e);
    }
  }

  public static byte[] hmac(String key, String text) {
    return hmac(utf8(key), utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalStateException missing(String algorithm, GeneralSecurityException e) {
    return new IllegalStateException("Every Java has " + algorithm, e);
  }
}
