package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Refused;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrafanaSignatureTest {
  private static final long NOW = 1_777_701_600;
  private static final String BODY = "{\"alerts\":[]}";
  private static final String SIGNATURE = "X-Grafana-Alerting-Signature";
  private static final String TIMESTAMP = "X-Grafana-Alerting-Timestamp";

  private final HmacSignature scheme = new HmacSignature(Sender.at(NOW));
  private final Sender sender = Sender.of("grafana", "old", "new");

  @Test
  void stamp_is_accepted_up_to_300_seconds_in_both_directions() {
    for (long age : new long[] {0, 300, -300}) {
      accept(stamped("new", "" + (NOW - age)));
    }
    for (long age : new long[] {301, -301}) {
      refuse(stamped("new", "" + (NOW - age)));
    }
    refuse(stamped("new", "soon"));
  }

  @Test
  void body_alone_is_signed_where_no_stamp_is_sent() {
    accept(Map.of(SIGNATURE, HubWithDoors.hmac("HmacSHA256", "old", BODY)));
    refuse(Map.of(SIGNATURE, HubWithDoors.hmac("HmacSHA256", "other", BODY)));
    refuse(
        Map.of(SIGNATURE, HubWithDoors.hmac("HmacSHA256", "old", BODY).toUpperCase(Locale.ROOT)));
  }

  @Test
  void stamp_can_be_neither_added_nor_changed_nor_taken_away() {
    Map<String, String> added = new HashMap<>(stamped("new", "" + NOW));
    added.put(SIGNATURE, HubWithDoors.hmac("HmacSHA256", "new", BODY));
    refuse(added);
    Map<String, String> changed = new HashMap<>(stamped("new", "" + (NOW - 400)));
    changed.put(TIMESTAMP, "" + NOW);
    refuse(changed);
    Map<String, String> taken = new HashMap<>(stamped("new", "" + NOW));
    taken.remove(TIMESTAMP);
    refuse(taken);
    Map<String, String> empty = new HashMap<>(stamped("new", ""));
    refuse(empty);
  }

  private static Map<String, String> stamped(String secret, String timestamp) {
    return Map.of(
        TIMESTAMP,
        timestamp,
        SIGNATURE,
        HubWithDoors.hmac("HmacSHA256", secret, timestamp + ":" + BODY));
  }

  private void accept(Map<String, String> headers) {
    assertThatCode(() -> scheme.verify(sender.sends(BODY, headers))).doesNotThrowAnyException();
  }

  private void refuse(Map<String, String> headers) {
    assertThatThrownBy(() -> scheme.verify(sender.sends(BODY, headers)))
        .isInstanceOf(Refused.class);
  }
}
