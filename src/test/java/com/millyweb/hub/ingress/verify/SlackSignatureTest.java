package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Refused;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published example is in {@link SignatureVectorsTest}. */
class SlackSignatureTest {
  private static final long NOW = 1_800_000_000;
  private static final String BODY = "{\"type\":\"event_callback\"}";

  private final HmacSignature scheme = new HmacSignature(Sender.at(NOW));

  private static Map<String, String> signed(String secret, long at) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Slack-Request-Timestamp", String.valueOf(at));
    headers.put(
        "X-Slack-Signature",
        "v0=" + HubWithDoors.hmac("HmacSHA256", secret, "v0:" + at + ":" + BODY));
    return headers;
  }

  private void assertRefused(Map<String, String> headers) {
    assertThatThrownBy(() -> scheme.verify(Sender.of("slack", "old", "new").sends(BODY, headers)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.answer().status()).isEqualTo(401));
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void old_and_new_secret_are_accepted_while_one_replaces_the_other(String secret) {
    assertThatCode(
            () -> scheme.verify(Sender.of("slack", "old", "new").sends(BODY, signed(secret, NOW))))
        .doesNotThrowAnyException();
  }

  @Test
  void five_minutes_are_the_limit_in_both_directions() {
    for (long near : new long[] {-300, 300}) {
      assertThatCode(
              () -> scheme.verify(Sender.of("slack", "old").sends(BODY, signed("old", NOW + near))))
          .doesNotThrowAnyException();
    }
    assertRefused(signed("old", NOW - 301));
    assertRefused(signed("old", NOW + 301));
  }

  @Test
  void what_is_not_the_signature_is_refused() {
    Map<String, String> right = signed("old", NOW);
    String signature = right.get("X-Slack-Signature");
    for (String wrong :
        new String[] {
          "",
          " ",
          "v0=",
          "v0",
          signature.substring(3),
          "v1" + signature.substring(2),
          signature.toUpperCase(Locale.ROOT),
          signature + "00",
          "v0=" + "é".repeat(64)
        }) {
      right.put("X-Slack-Signature", wrong);
      assertRefused(right);
    }
    assertRefused(signed("other", NOW));
    Map<String, String> moved = signed("old", NOW);
    moved.put("X-Slack-Request-Timestamp", String.valueOf(NOW + 1));
    assertRefused(moved);
    Map<String, String> bare = signed("old", NOW);
    bare.remove("X-Slack-Request-Timestamp");
    assertRefused(bare);
  }
}
