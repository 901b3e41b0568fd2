package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.HmacProperties;
import com.millyweb.hub.ingress.HmacProperties.Algorithm;
import com.millyweb.hub.ingress.HmacProperties.Encoding;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Refused;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacSignatureTest {
  private static final HmacProperties STAMPED =
      Sender.hmac(
          "X-Sig", Algorithm.SHA256, Encoding.BASE64, "v1=", "v1:{X-Time}:{body}", "X-Time");

  private final HmacSignature scheme = new HmacSignature(Sender.at(1_000_000));

  @Test
  void template_of_headers_and_body_is_what_is_signed() {
    scheme.verify(Sender.signing(STAMPED, "s").sends("{}", stamped("1000000", "1000000")));
    assertThatThrownBy(
            () ->
                scheme.verify(
                    Sender.signing(STAMPED, "s").sends("{}", stamped("1000000", "1000001"))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void stamp_outside_of_the_tolerance_is_refused() {
    for (String time : new String[] {"999699", "1000301"}) {
      assertThatThrownBy(
              () -> scheme.verify(Sender.signing(STAMPED, "s").sends("{}", stamped(time, time))))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("timestamp");
    }
  }

  @Test
  void upper_case_hex_is_hex() {
    String hex = HubWithDoors.hmac("HmacSHA256", "s", "{}").toUpperCase(Locale.ROOT);
    scheme.verify(Sender.knowing("s").sends("{}", Map.of("X-Signature", hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "zz", "sha256=00", "\u00e9\u00e9"})
  void malformed_signatures_are_refused(String signature) {
    assertThatThrownBy(
            () -> scheme.verify(Sender.knowing("s").sends("{}", Map.of("X-Signature", signature))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void stamp_that_is_not_signed_stops_the_start() {
    assertThatThrownBy(
            () -> Sender.hmac("X-Sig", Algorithm.SHA256, Encoding.HEX, "", "{body}", "X-Time"))
        .hasMessageContaining("{X-Time}");
    assertThatThrownBy(
            () -> Sender.hmac("X-Sig", Algorithm.SHA256, Encoding.HEX, "", "{X-A}", null))
        .hasMessageContaining("{body}");
  }

  private static Map<String, String> stamped(String sent, String signed) {
    byte[] mac =
        HexFormat.of().parseHex(HubWithDoors.hmac("HmacSHA256", "s", "v1:" + signed + ":{}"));
    return Map.of("X-Time", sent, "X-Sig", "v1=" + Base64.getEncoder().encodeToString(mac));
  }
}
