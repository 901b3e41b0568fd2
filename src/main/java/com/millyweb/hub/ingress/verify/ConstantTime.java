package com.millyweb.hub.ingress.verify;

import java.security.MessageDigest;
import java.util.Collection;

/** Comparisons whose time does not tell how much of a guess was right. */
public final class ConstantTime {
  private ConstantTime() {}

  /** Whether one of the proofs is the expected one; all of them are looked at. */
  public static boolean isAmong(byte[] expected, Collection<byte[]> given) {
    boolean found = false;
    for (byte[] one : given) {
      found |= MessageDigest.isEqual(expected, one);
    }
    return found;
  }
}
