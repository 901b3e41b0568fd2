package com.millyweb.hub.chat;

import com.millyweb.hub.text.Digest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a button of a notice carries, and nothing else: {@code a:} and 128 bits in base64url. That
 * is 24 bytes, which fit into Telegram's 64.
 */
public record ButtonToken(String text) {
  public static final int BYTES = 16;

  private static final String PREFIX = "a:";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{22}");

  /**
   * @param bits as many as {@link #BYTES}
   */
  public static ButtonToken of(byte[] bits) {
    return new ButtonToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Empty for what a button of another program carries. */
  public static Optional<ButtonToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ButtonToken(text)) : Optional.empty();
  }

  /** SHA-256 in hex: what the hub keeps, so that who reads its tables cannot press. */
  public String hash() {
    return Digest.sha256Hex(text);
  }
}
