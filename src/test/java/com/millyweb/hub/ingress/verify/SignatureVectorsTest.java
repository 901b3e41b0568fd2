package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.ingress.HmacProperties;
import com.millyweb.hub.ingress.HmacProperties.Algorithm;
import com.millyweb.hub.ingress.HmacProperties.Encoding;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.service.gitlab.GitLabToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The signatures that others published. */
public class SignatureVectorsTest {
  private static final Path SHARED = Path.of("../shared/vectors/signatures.json");
  private static final Path PAYLOADS = Path.of("../shared/vectors/payload-signatures.json");

  record Vector(String id, String scheme, String secret, Map<String, String> headers, String body) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    var json = new ObjectMapper();
    JsonNode own =
        json.readTree(SignatureVectorsTest.class.getResourceAsStream("/ingress/signatures.json"));
    JsonNode shared = Files.exists(SHARED) ? json.readTree(SHARED.toFile()) : own;
    return Stream.concat(
        Stream.of(own, shared)
            .flatMap(vectors -> StreamSupport.stream(vectors.spliterator(), false))
            .map(SignatureVectorsTest::vector)
            .filter(vector -> scheme(vector) != null),
        payloads(json));
  }

  /** The signatures of whole payloads, where they lie beside the project. */
  private static Stream<Vector> payloads(ObjectMapper json) throws IOException {
    if (!Files.exists(PAYLOADS)) {
      return Stream.empty();
    }
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode node : json.readTree(PAYLOADS.toFile())) {
      Map<String, String> headers = new HashMap<>();
      headers.put(node.path("header").asText(), node.path("value").asText());
      if (node.has("timestamp")) {
        headers.put(node.path("timestampHeader").asText(), node.path("timestamp").asText());
      }
      String scheme = node.path("scheme").asText();
      vectors.add(
          new Vector(
              scheme + " " + node.path("bodyFile").asText(),
              scheme.replace("+timestamp", ""),
              node.path("secret").asText(),
              headers,
              Files.readString(
                  PAYLOADS.resolveSibling("../payloads/" + node.path("bodyFile").asText()))));
    }
    return vectors.stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void published_signature_is_accepted_and_nothing_near_it(Vector vector) {
    Scheme scheme = scheme(vector);
    Sender sender = sender(vector, vector.secret());

    assertThatCode(() -> scheme.verify(sender.sends(vector.body(), vector.headers())))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> scheme.verify(sender.sends(vector.body() + " ", vector.headers())))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> scheme.verify(sender.sends(vector.body(), Map.of())))
        .isInstanceOf(Refused.class);
    Sender other = sender(vector, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx");
    assertThatThrownBy(() -> scheme.verify(other.sends(vector.body(), vector.headers())))
        .isInstanceOf(Refused.class);
  }

  /** RFC 4231, test cases 1 and 2: the ones whose keys are text. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SHA256, '\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b', Hi There, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
          SHA512, '\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b', Hi There, 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
          SHA256, Jefe, what do ya want for nothing?, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
          SHA512, Jefe, what do ya want for nothing?, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
          """)
  void hmac_of_rfc_4231_is_accepted(
      Algorithm algorithm, String key, String data, String signature) {
    HmacProperties hmac = Sender.hmac("X-Sig", algorithm, Encoding.HEX, "v0=", "{body}", null);
    assertThatCode(
            () ->
                new HmacSignature(Sender.at(0))
                    .verify(
                        Sender.signing(hmac, key).sends(data, Map.of("x-sig", "v0=" + signature))))
        .doesNotThrowAnyException();
  }

  private static Vector vector(JsonNode node) {
    Map<String, String> headers = new HashMap<>();
    node.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Vector(
        node.path("id").asText(),
        node.path("scheme").asText(),
        node.path("secret").asText(),
        headers,
        node.path("body").asText());
  }

  private static Scheme scheme(Vector vector) {
    return switch (vector.scheme()) {
      case "github", "gitea", "generic-hmac" -> new HmacSignature(Sender.at(0));
      case "standard-webhooks" ->
          new StandardWebhooksSignature(
              Sender.at(Long.parseLong(vector.headers().get("webhook-timestamp"))));
      case "slack" -> new HmacSignature(Sender.at(1531420618));
      case "gitlab" ->
          new GitLabToken(Sender.at(Long.parseLong(vector.headers().get("webhook-timestamp"))));
      case "grafana" ->
          new HmacSignature(
              Sender.at(
                  Long.parseLong(
                      vector.headers().getOrDefault("X-Grafana-Alerting-Timestamp", "0"))));
      case "stripe" ->
          new HmacSignature(
              Sender.at(Long.parseLong(vector.headers().get("Stripe-Signature").substring(2, 12))));
      default -> null;
    };
  }

  private static Sender sender(Vector vector, String secret) {
    return switch (vector.scheme()) {
      case "generic-hmac" ->
          Sender.signing(
              Sender.hmac(
                  vector.headers().keySet().iterator().next(),
                  Algorithm.SHA512,
                  Encoding.HEX,
                  "",
                  "{body}",
                  null),
              secret);
      case "github", "gitea", "grafana", "slack", "stripe" -> Sender.of(vector.scheme(), secret);
      default -> Sender.knowing(secret);
    };
  }
}
