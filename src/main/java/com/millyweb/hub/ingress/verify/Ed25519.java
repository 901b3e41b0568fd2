package com.millyweb.hub.ingress.verify;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Signatures of RFC 8032, with keys as senders write them: 32 raw bytes. */
public final class Ed25519 {
  private static final String NAME = "Ed25519";
  private static final int KEY = 32;
  private static final int SIGNATURE = 64;

  /** The header of an X.509 SubjectPublicKeyInfo with a raw Ed25519 key behind it (RFC 8410). */
  private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  /**
   * @throws GeneralSecurityException when it is not a point of the curve, or not 32 bytes
   */
  public static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    if (raw.length != KEY) {
      throw new InvalidKeyException("An Ed25519 public key has 32 bytes");
    }
    byte[] encoded = new byte[HEADER.length + KEY];
    System.arraycopy(HEADER, 0, encoded, 0, HEADER.length);
    System.arraycopy(raw, 0, encoded, HEADER.length, KEY);
    PublicKey key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
    // the point is looked at when it is first used
    Signature.getInstance(NAME).initVerify(key);
    return key;
  }

  /** Whether the signature is the key's, over the parts one after the other. */
  public static boolean isValid(PublicKey key, byte[] signature, byte[]... parts) {
    if (signature.length != SIGNATURE) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(key);
      for (byte[] part : parts) {
        verifier.update(part);
      }
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
