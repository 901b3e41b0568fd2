package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes, it is accepted or refused; nothing else happens. */
class HostileInputTest {
  private static final String BODY = "{\"type\":\"push\",\"n\":[1,2.5,true,null,\"\u00fc\"]}";
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Sender sender = Sender.knowing("secret");

  @Property
  void changed_body_is_never_accepted(
      @ForAll @IntRange(min = 0, max = 40) int at, @ForAll byte value) {
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    String signature = "sha256=" + HubWithDoors.hmac("HmacSHA256", "secret", BODY);
    boolean same = body[at] == value;
    body[at] = value;
    Webhook webhook = sender.sends(body, Map.of("X-Hub-Signature-256", signature));
    if (same) {
      new GitHubSignature().verify(webhook);
    } else {
      assertThatThrownBy(() -> new GitHubSignature().verify(webhook)).isInstanceOf(Refused.class);
    }
  }

  @Property
  void changed_signature_is_never_accepted(
      @ForAll @IntRange(min = 0, max = 70) int at, @ForAll char value) {
    StringBuilder signature =
        new StringBuilder("sha256=" + HubWithDoors.hmac("HmacSHA256", "secret", BODY));
    boolean same = signature.charAt(at) == value;
    signature.setCharAt(at, value);
    Webhook webhook = sender.sends(BODY, Map.of("X-Hub-Signature-256", signature.toString()));
    if (!same) {
      assertThatThrownBy(() -> new GitHubSignature().verify(webhook)).isInstanceOf(Refused.class);
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
                "webhook-signature", one));
    Sender standard = Sender.knowing("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    for (Scheme scheme :
        List.of(new GitHubSignature(), new HmacSignature(Sender.at(0)), new BearerToken())) {
      assertThatThrownBy(() -> scheme.verify(webhook)).isInstanceOf(Refused.class);
    }
    assertThatThrownBy(
            () ->
                new StandardWebhooks(Sender.at(0))
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
    for (Runnable normalise :
        List.<Runnable>of(
            () -> new JsonEvents().event(webhook), () -> new GitHubEvents().event(webhook))) {
      try {
        normalise.run();
      } catch (Refused e) {
        assertThat(e.reason()).isIn(Refused.Reason.MALFORMED, Refused.Reason.MEDIA_TYPE);
      }
    }
  }

  @Property
  void form_holds_one_payload_or_is_refused(@ForAll byte[] form) {
    try {
      assertThat(FormPayload.of(form)).isNotNull();
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

  private static boolean readable(byte[] document) {
    try {
      STRICT.readTree(new String(document, StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
