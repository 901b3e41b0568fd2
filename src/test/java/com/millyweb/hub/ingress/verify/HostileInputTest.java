package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.RefusalLog;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Samples;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.kind.AlertEvents;
import com.millyweb.hub.ingress.kind.GenericEvents;
import com.millyweb.hub.ingress.kind.JsonEvents;
import com.millyweb.hub.ingress.state.Changes;
import com.millyweb.hub.service.gitlab.GitLabEvents;
import com.millyweb.hub.service.gitlab.GitLabToken;
import com.millyweb.hub.service.minio.MinioToken;
import com.millyweb.hub.service.minio.S3Events;
import com.millyweb.hub.service.uptimekuma.UptimeKumaEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes, it is accepted or refused; nothing else happens. */
class HostileInputTest {
  /** All of it is new. */
  private static final Changes CHANGES =
      (source, group, heard) ->
          heard.stream().map(one -> new Changes.Change(1, 1, false, null)).toList();

  private static final String BODY = "{\"type\":\"push\",\"n\":[1,2.5,true,null,\"\u00fc\"]}";
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Map<String, Function<Webhook, List<NewEvent>>> NORMALISERS =
      Map.of(
          "alertmanager", new AlertEvents(CHANGES)::ofAlertmanager,
          "gitea", webhook -> List.of(new JsonEvents().event(webhook)),
          "gitlab", webhook -> List.of(new GitLabEvents().event(webhook)),
          "grafana", new AlertEvents(CHANGES)::ofGrafana,
          "home-assistant", new GenericEvents()::events,
          "minio",
              new S3Events(new RefusalLog(Clock.systemUTC()), (source, change, own) -> own)::events,
          "uptime-kuma", webhook -> List.of(new UptimeKumaEvents(CHANGES).event(webhook)));

  record Sample(String kind, byte[] body) {}

  private static final Map<String, Sender> SENDERS = new ConcurrentHashMap<>();

  private final Sender sender = Sender.knowing("secret");
  private final Sender github = of("github");
  private final Scheme hmac = new HmacSignature(Sender.at(0));

  private static Sender of(String kind) {
    return SENDERS.computeIfAbsent(kind, name -> Sender.of(name, "secret"));
  }

  @Property
  void changed_body_is_never_accepted(
      @ForAll @IntRange(min = 0, max = 40) int at, @ForAll byte value) {
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    String signature = "sha256=" + HubWithDoors.hmac("HmacSHA256", "secret", BODY);
    boolean same = body[at] == value;
    body[at] = value;
    Webhook webhook = github.sends(body, Map.of("X-Hub-Signature-256", signature));
    if (same) {
      hmac.verify(webhook);
    } else {
      assertThatThrownBy(() -> hmac.verify(webhook)).isInstanceOf(Refused.class);
    }
  }

  @Property
  void changed_signature_is_never_accepted(
      @ForAll @IntRange(min = 0, max = 70) int at, @ForAll char value) {
    StringBuilder signature =
        new StringBuilder("sha256=" + HubWithDoors.hmac("HmacSHA256", "secret", BODY));
    boolean same = signature.charAt(at) == value;
    signature.setCharAt(at, value);
    Webhook webhook = github.sends(BODY, Map.of("X-Hub-Signature-256", signature.toString()));
    if (!same) {
      assertThatThrownBy(() -> hmac.verify(webhook)).isInstanceOf(Refused.class);
    }
  }

  @Property
  void any_headers_are_refused_by_every_scheme(@ForAll String one, @ForAll String other) {
    Webhook webhook =
        sender.sends(
            BODY,
            Map.of(
                "X-Hub-Signature-256", one,
                "X-Signature", one,
                "Authorization", one,
                "webhook-id", other,
                "webhook-timestamp", "0",
                "webhook-signature", one,
                "X-Gitea-Signature", one,
                "X-Gitlab-Token", one,
                "X-Grafana-Alerting-Signature", one,
                "Stripe-Signature", one));
    Sender standard = Sender.knowing("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    for (Scheme scheme :
        List.of(
            hmac,
            new BearerToken(),
            new BearerOrBasic(),
            new MinioToken(),
            new BearerOrHubToken(new BearerToken()),
            new GitLabToken(Sender.at(0)))) {
      assertThatThrownBy(() -> scheme.verify(webhook)).isInstanceOf(Refused.class);
    }
    for (String kind : List.of("github", "gitea", "grafana", "slack", "stripe")) {
      Webhook ofKind =
          new Webhook(of(kind).source(), webhook.headers(), "application/json", webhook.body());
      assertThatThrownBy(() -> hmac.verify(ofKind)).isInstanceOf(Refused.class);
    }
    assertThatThrownBy(
            () ->
                new StandardWebhooksSignature(Sender.at(0))
                    .verify(new Webhook(standard.source(), webhook.headers(), null, new byte[0])))
        .isInstanceOf(Refused.class);
  }

  @Property
  void parser_accepts_only_what_a_strict_mapper_reads(@ForAll("nearlyJson") byte[] document) {
    boolean accepted;
    try {
      new JsonFields(List.of("/type", "/n/1")).read(document);
      accepted = true;
    } catch (Refused e) {
      accepted = false;
    }
    if (accepted) {
      assertThat(readable(document)).isTrue();
    }
  }

  @Property
  void normalisers_make_an_event_or_refuse(
      @ForAll("nearlyJson") byte[] body, @ForAll String header, @ForAll String key) {
    Sender describing = Sender.describing("{/type}:{X-Key}", "{/n/0}");
    Webhook webhook =
        describing.sends(
            body,
            Map.of(
                "X-GitHub-Event",
                header,
                "X-GitHub-Delivery",
                key,
                "X-Key",
                key,
                "traceparent",
                header,
                "Content-Type",
                body.length % 2 == 0 ? "application/json" : header));
    Webhook ofGitHub = new Webhook(github.source(), webhook.headers(), webhook.contentType(), body);
    for (Runnable normalise :
        List.<Runnable>of(
            () -> new JsonEvents().event(webhook), () -> new JsonEvents().event(ofGitHub))) {
      try {
        normalise.run();
      } catch (Refused e) {
        assertThat(e.reason()).isIn(Refused.Reason.MALFORMED, Refused.Reason.MEDIA_TYPE);
      }
    }
  }

  @Property
  void every_kind_makes_events_of_anything_or_refuses(
      @ForAll("nearlyJson") byte[] body, @ForAll String header) {
    NORMALISERS.keySet().forEach(kind -> assertEventsOrRefused(kind, body, header));
  }

  @Property(tries = 3000)
  void every_kind_makes_events_of_changed_samples_or_refuses(
      @ForAll("nearlySample") Sample sample) {
    assertEventsOrRefused(sample.kind(), sample.body(), "push");
  }

  private void assertEventsOrRefused(String kind, byte[] body, String header) {
    Webhook webhook =
        of(kind)
            .sends(
                body,
                Map.of(
                    "X-Gitea-Event",
                    header,
                    "X-Gitea-Delivery",
                    header,
                    "X-Gitlab-Event",
                    header,
                    "Idempotency-Key",
                    header,
                    "Content-Type",
                    "application/json"));
    try {
      assertThat(NORMALISERS.get(kind).apply(webhook)).isNotEmpty().doesNotContainNull();
    } catch (Refused e) {
      assertThat(e.reason()).isIn(Refused.Reason.MALFORMED, Refused.Reason.MEDIA_TYPE);
      assertThat(kind).isNotEqualTo("minio");
    }
  }

  @Property
  void content_of_any_type_is_an_event_or_refused(
      @ForAll("nearlyAnything") byte[] body, @ForAll("types") String type, @ForAll boolean zipped) {
    Webhook webhook =
        sender.sends(
            body, Map.of("Content-Type", type, "Content-Encoding", zipped ? "gzip" : "identity"));
    try {
      assertThat(readable(new JsonEvents().event(webhook).data())).isTrue();
    } catch (Refused e) {
      assertThat(e.reason())
          .isIn(Refused.Reason.MALFORMED, Refused.Reason.MEDIA_TYPE, Refused.Reason.TOO_LARGE);
    }
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(
        "",
        " ",
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
        "text/html; charset=utf-16",
        "text/plain; charset=\u0000",
        "multipart/form-data; boundary=b",
        "multipart/form-data; boundary=",
        "multipart/form-data",
        "multipart/mixed; boundary=b");
  }

  @Provide
  Arbitrary<byte[]> nearlyAnything() {
    Arbitrary<byte[]> tokens =
        Arbitraries.of(
                "a=1",
                "&",
                "%",
                "%C3",
                "=",
                "{\"type\":",
                "\"x\"}",
                "--b\r\n",
                "--b--",
                "Content-Disposition: form-data; name=\"a\"",
                "; filename=\"f\"",
                "\r\nContent-Type: application/json",
                "\r\n\r\n",
                "\r\n",
                "\u0000",
                "\u00ff")
            .list()
            .ofMaxSize(14)
            .map(list -> String.join("", list).getBytes(StandardCharsets.ISO_8859_1));
    return Arbitraries.oneOf(tokens, Arbitraries.bytes().array(byte[].class));
  }

  @Property
  void form_holds_one_payload_or_is_refused(@ForAll byte[] form) {
    try {
      assertThat(FormPayload.of(form, "payload")).isNotNull();
    } catch (Refused e) {
      assertThat(e.reason()).isEqualTo(Refused.Reason.MALFORMED);
    }
  }

  @Provide
  Arbitrary<byte[]> nearlyJson() {
    byte[] valid = BODY.getBytes(StandardCharsets.UTF_8);
    Arbitrary<byte[]> mutated =
        Arbitraries.integers()
            .between(0, valid.length - 1)
            .flatMap(
                at ->
                    Arbitraries.bytes()
                        .map(
                            value -> {
                              byte[] body = valid.clone();
                              body[at] = value;
                              return body;
                            }));
    Arbitrary<byte[]> tokens =
        Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"type\"",
                "1",
                "-",
                "1e999",
                "true",
                "nul",
                "\"\\ud800\"",
                "\"\\u0000\"",
                " ",
                "\"\u00e4\"",
                "\\",
                "//")
            .list()
            .ofMaxSize(12)
            .map(list -> String.join("", list).getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(mutated, tokens, Arbitraries.bytes().array(byte[].class));
  }

  /** Samples with a part taken out, repeated, or replaced by something else. */
  @Provide
  Arbitrary<Sample> nearlySample() {
    Arbitrary<String> others =
        Arbitraries.of(
            "",
            "null",
            "\"\"",
            "1e999999999",
            "-1",
            "[]",
            "{}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"+1000000000-01-01T00:00:00Z\"",
            "\"" + "x".repeat(1_100) + "\"",
            "9".repeat(400),
            ",",
            "}");
    return Arbitraries.of(List.copyOf(NORMALISERS.keySet()))
        .flatMap(
            kind ->
                Combinators.combine(
                        Arbitraries.of(Samples.byKind().get(kind)),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 30),
                        others)
                    .as(
                        (body, where, length, other) ->
                            new Sample(kind, changed(body, where, length, other))));
  }

  /** Half of the changes take the place of a whole value, so that the document stays JSON. */
  private static byte[] changed(String body, double where, int length, String other) {
    int start = (int) (where * body.length());
    int end = Math.min(body.length(), start + length);
    if (length % 2 == 0) {
      int colon = body.indexOf(": \"", start);
      if (colon >= 0) {
        start = colon + 2;
        end = body.indexOf('"', start + 1) + 1;
      }
    }
    return (body.substring(0, start) + other + body.substring(end))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean readable(byte[] document) {
    try {
      STRICT.readTree(new String(document, StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
