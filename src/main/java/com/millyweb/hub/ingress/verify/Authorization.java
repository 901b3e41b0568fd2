package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The header {@code Authorization}: a scheme in any letter case, and what only its owner knows. */
public final class Authorization {
  private Authorization() {}

  /**
   * @throws Refused unless the header is one of these
   */
  public static void requireOneOf(Collection<String> expected, Headers headers) {
    byte[] given =
        withPlainScheme(headers.only("Authorization")).getBytes(StandardCharsets.ISO_8859_1);
    List<byte[]> known =
        expected.stream()
            .map(value -> withPlainScheme(value).getBytes(StandardCharsets.UTF_8))
            .toList();
    if (!ConstantTime.isAmong(given, known)) {
      throw Refused.unauthenticated("authorization wrong");
    }
  }

  private static String withPlainScheme(String value) {
    int space = value.indexOf(' ');
    return space < 0
        ? value
        : value.substring(0, space).toLowerCase(Locale.ROOT) + value.substring(space);
  }
}
