package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Refused;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {
  private static final long NOW = 1_777_701_600;
  private static final String SECRET = "whsec_as_it_is";
  private static final String BODY = "{\"id\":\"evt_1\"}";

  private final HmacSignature scheme = new HmacSignature(Sender.at(NOW));

  @Test
  void stamp_is_accepted_up_to_300_seconds_in_both_directions() {
    for (long age : new long[] {0, 300, -300}) {
      accept(signed(NOW - age));
    }
    for (long age : new long[] {301, -301}) {
      refuse(signed(NOW - age));
    }
  }

  @Test
  void one_valid_signature_of_several_is_enough() {
    String signature = signature(SECRET, NOW);
    accept("t=%d,v1=00,v1=%s,v0=11".formatted(NOW, signature));
    accept("v1=%s,t=%d".formatted(signature, NOW));
  }

  @Test
  void any_secret_of_a_rotation_is_enough() {
    Sender rotating = Sender.of("stripe", "whsec_old", SECRET);
    for (String secret : new String[] {"whsec_old", SECRET}) {
      String header = "t=%d,v1=%s".formatted(NOW, signature(secret, NOW));
      assertThatCode(() -> scheme.verify(rotating.sends(BODY, Map.of("Stripe-Signature", header))))
          .doesNotThrowAnyException();
    }
    refuse("t=%d,v1=%s".formatted(NOW, signature("as_it_is", NOW)));
  }

  @Test
  void other_spellings_of_a_valid_signature_are_refused() {
    String signature = signature(SECRET, NOW);
    refuse("t=%d,v1=%s".formatted(NOW, signature.toUpperCase(Locale.ROOT)));
    refuse("t=%d,v1= %s".formatted(NOW, signature));
    refuse("t=%d,v0=%s".formatted(NOW, signature));
    refuse("t=%d,%s".formatted(NOW, signature));
  }

  @Test
  void two_stamps_are_refused_though_one_is_signed() {
    refuse("t=%d,t=%d,v1=%s".formatted(NOW, NOW, signature(SECRET, NOW)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ",,",
        "t",
        "t=",
        "v1",
        "v1,",
        "t,v1=,v0=",
        "t=,v1=",
        "t=1777701600",
        "t=1777701600,v1=",
        "t=1777701600,v1",
        "v1=00",
        "t=x,v1=00",
        "=",
        "t=1777701600;v1=00"
      })
  void malformed_headers_are_refused(String header) {
    refuse(header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1777701600.0", "+1777701600", "99999999999999999999", "x"})
  void malformed_stamps_are_refused_though_they_are_signed(String timestamp) {
    refuse(
        "t=%s,v1=%s"
            .formatted(timestamp, HubWithDoors.hmac("HmacSHA256", SECRET, timestamp + "." + BODY)));
  }

  private void accept(String header) {
    assertThatCode(() -> verify(header)).doesNotThrowAnyException();
  }

  private void refuse(String header) {
    assertThatThrownBy(() -> verify(header)).isInstanceOf(Refused.class);
  }

  private void verify(String header) {
    scheme.verify(Sender.of("stripe", SECRET).sends(BODY, Map.of("Stripe-Signature", header)));
  }

  private static String signed(long timestamp) {
    return "t=%d,v1=%s".formatted(timestamp, signature(SECRET, timestamp));
  }

  private static String signature(String secret, long timestamp) {
    return HubWithDoors.hmac("HmacSHA256", secret, timestamp + "." + BODY);
  }
}
