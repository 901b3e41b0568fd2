package com.millyweb.hub.workbench.access;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets that the hub makes. It keeps their SHA-256: 256 random bits need neither salt nor a slow
 * hash.
 */
final class RandomSecret {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomSecret() {}

  /** 256 random bits in 43 characters. */
  static String next() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
