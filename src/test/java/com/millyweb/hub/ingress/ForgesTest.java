package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gitea, Forgejo and GitLab at the door of the whole hub. */
class ForgesTest {
  private static HubWithKinds hub;

  @BeforeAll
  static void start() {
    hub = new HubWithKinds();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void forget() {
    hub.forget();
  }

  @Test
  void push_of_gitea_is_stored_as_it_came() {
    String body = Samples.read("gitea-push");
    HubWithKinds.assertStored(hub.gitea("forge", body, "d1"));

    var event = hub.onlyEvent();
    assertThat(event)
        .contains(
            entry("type", "forge.push"),
            entry("source", "forge"),
            entry("subject", "ann/garden"),
            entry("key", "d1"));
    assertThat(HubWithKinds.text(event)).isEqualTo(body);
    assertThat(hub.gitea("forge", body, "d1").body()).contains("\"duplicate\":true");
  }

  @Test
  void form_of_gitea_is_signed_over_its_json_and_loses_the_secret() throws IOException {
    String json = "{\"secret\":\"%s\",\"n\":1.50,\"repository\":{\"full_name\":\"ann/garden\"}}";
    String body = json.formatted(HubWithKinds.SECRET);
    HubWithKinds.assertStored(
        hub.doors.post(
            "forge",
            "payload=" + URLEncoder.encode(body, StandardCharsets.UTF_8),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Gitea-Event",
            "push",
            "X-Gitea-Signature",
            HubWithKinds.hmac(body)));
    assertThat(HubWithKinds.text(hub.onlyEvent()))
        .isEqualTo("{\"n\":1.50,\"repository\":{\"full_name\":\"ann/garden\"}}");
  }

  @Test
  void forgejo_signs_as_gitea_or_under_its_own_name() {
    String body = Samples.read("gitea-push");
    HubWithKinds.assertStored(hub.gitea("codeberg", body, "d1"));
    HubWithKinds.assertStored(
        hub.doors.post(
            "codeberg",
            body,
            "Content-Type",
            "application/json",
            "X-Forgejo-Event",
            "issue_comment",
            "X-Forgejo-Delivery",
            "d2",
            "X-Forgejo-Signature",
            HubWithKinds.hmac(body)));
    assertThat(hub.types()).containsExactly("codeberg.push", "codeberg.issue_comment");
  }

  @Test
  void wrong_empty_and_doubled_proofs_of_gitea_are_refused() {
    String body = Samples.read("gitea-push");
    String valid = HubWithKinds.hmac(body);
    for (String[] proof :
        new String[][] {
          {"X-Gitea-Signature", HubWithDoors.hmac("HmacSHA256", "other", body)},
          {"X-Gitea-Signature", ""},
          {"X-Gitea-Signature", "sha256=" + valid},
          {"X-Gitea-Signature", valid, "X-Gitea-Signature", valid},
          {"X-Hub-Signature-256", "sha256=" + valid}
        }) {
      List<String> headers =
          new ArrayList<>(List.of("Content-Type", "application/json", "X-Gitea-Event", "push"));
      headers.addAll(Arrays.asList(proof));
      assertThat(hub.doors.post("forge", body, headers.toArray(String[]::new)).statusCode())
          .as(Arrays.toString(proof))
          .isEqualTo(401);
    }
    assertThat(hub.doors.events()).isZero();
  }

  @Test
  void names_of_events_that_are_not_plain_are_refused() {
    for (String name : new String[] {"Push", "push.evil", "a b", "x".repeat(65), "*"}) {
      assertThat(
              hub.doors
                  .post(
                      "forge",
                      "{}",
                      "Content-Type",
                      "application/json",
                      "X-Gitea-Event",
                      name,
                      "X-Gitea-Signature",
                      HubWithKinds.hmac("{}"))
                  .statusCode())
          .isEqualTo(400);
    }
    for (String name : new String[] {"Push.Evil Hook", "*", "Pu$h"}) {
      assertThat(hub.gitlab("{}", "X-Gitlab-Event", name).statusCode()).isEqualTo(400);
    }
    assertThat(hub.gitlab("{\"object_kind\":\"a.b\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void gitlab_is_known_by_its_token_and_its_retries_by_their_key() {
    String body = Samples.read("gitlab-merge-request");
    HubWithKinds.assertStored(
        hub.gitlab(body, "Idempotency-Key", "k1", "X-Gitlab-Event", "Merge Request Hook"));
    assertThat(hub.gitlab(body, "Idempotency-Key", "k1").body()).contains("\"duplicate\":true");
    assertThat(hub.onlyEvent())
        .contains(
            entry("type", "lab.merge_request"),
            entry("subject", "home/garden"),
            entry("key", "k1"));
  }

  @Test
  void gitlab_is_known_by_its_signature() {
    String body = "{}";
    String time = "" + Instant.now().getEpochSecond();
    for (String[] expected : new String[][] {{time, "202"}, {"1600000000", "401"}}) {
      String mac =
          HubWithDoors.hmac(
              "HmacSHA256", HubWithKinds.SIGNING_KEY, "w1." + expected[0] + "." + body);
      assertThat(
              hub.doors
                  .post(
                      "lab",
                      body,
                      "Content-Type",
                      "application/json",
                      "X-Gitlab-Event",
                      "Tag Push Hook",
                      "webhook-id",
                      "w1",
                      "webhook-timestamp",
                      expected[0],
                      "webhook-signature",
                      "v1," + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(mac)))
                  .statusCode())
          .isEqualTo(Integer.parseInt(expected[1]));
    }
    assertThat(hub.onlyEvent()).contains(entry("type", "lab.tag_push"), entry("key", "w1"));
  }
}
