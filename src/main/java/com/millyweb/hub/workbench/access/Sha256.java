package com.millyweb.hub.workbench.access;

import com.millyweb.hub.text.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets that the hub makes, and the form in which it keeps them. 256 random bits need neither
 * salt nor a slow hash.
 */
final class Sha256 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Sha256() {}

  static byte[] of(String secret) {
    return Digest.sha256(secret);
  }

  /** 256 random bits in 43 characters. */
  static String randomText() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
