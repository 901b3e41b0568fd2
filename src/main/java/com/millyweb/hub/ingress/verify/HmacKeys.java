package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.HmacProperties.Algorithm;
import com.millyweb.hub.secret.Secret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes of RFC 2104, one for each secret of a source. Each request takes copies: to look for
 * the algorithm and to give it the key takes longer than to hash a small body.
 */
record HmacKeys(Algorithm algorithm, List<Mac> keyed) {

  static HmacKeys of(List<Secret> secrets, Algorithm algorithm) {
    return ofBytes(secrets.stream().map(Secret::bytes).toList(), algorithm);
  }

  static HmacKeys ofBytes(List<byte[]> keys, Algorithm algorithm) {
    try {
      List<Mac> keyed = new ArrayList<>();
      for (byte[] key : keys) {
        Mac mac = Mac.getInstance(algorithm.mac);
        mac.init(new SecretKeySpec(key, algorithm.mac));
        keyed.add(mac);
      }
      return new HmacKeys(algorithm, keyed);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java has no " + algorithm.mac, e);
    }
  }

  /** For one request. */
  List<Mac> macs() {
    try {
      List<Mac> copies = new ArrayList<>(keyed.size());
      for (Mac mac : keyed) {
        copies.add((Mac) mac.clone());
      }
      return copies;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("This Java cannot copy a " + algorithm.mac, e);
    }
  }
}
