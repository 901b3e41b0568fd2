package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.HmacProperties;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a sender writes a signature. */
final class HmacText {
  private HmacText() {}

  /** The signature; null when the text is none of this kind, or of another length. */
  static byte @Nullable [] read(String written, HmacProperties hmac) {
    if (!written.startsWith(hmac.prefix())) {
      return null;
    }
    String encoded = written.substring(hmac.prefix().length());
    try {
      byte[] signature =
          switch (hmac.encoding()) {
            case HEX -> hex(encoded, hmac);
            case LOWER_HEX -> isLower(encoded) ? hex(encoded, hmac) : null;
            case BASE64 -> Base64.getDecoder().decode(encoded);
          };
      return signature != null && signature.length == hmac.algorithm().bytes ? signature : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] hex(String encoded, HmacProperties hmac) {
    return encoded.length() == 2 * hmac.algorithm().bytes ? HexFormat.of().parseHex(encoded) : null;
  }

  private static boolean isLower(String encoded) {
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) >= 'A' && encoded.charAt(i) <= 'Z') {
        return false;
      }
    }
    return true;
  }
}
