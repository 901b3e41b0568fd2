package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of door takes its sample, by what its file says of it and nothing else. */
class KindSamplesTest {
  private static final Path SAMPLES = Path.of("src/test/resources/ingress/kind");

  private static HubWithDoors doors;

  static List<KindSample> samples() {
    return KindSample.all(SAMPLES);
  }

  @BeforeAll
  static void start() {
    Map<String, String> sources = new HashMap<>();
    for (KindSample sample : samples()) {
      sources.put("hub.ingress.sources.%s.secret".formatted(sample.kind()), sample.secret());
    }
    doors = HubWithDoors.start(sources);
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_sample_becomes_its_events(KindSample sample) {
    var answer = doors.post(sample.kind(), sample.body(), sample.signed());

    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
    List<Map<String, Object>> stored =
        doors
            .database()
            .sql("select type, subject, key from event where source = ? order by at, id")
            .param(sample.kind())
            .query()
            .listOfRows();
    assertThat(stored).hasSameSizeAs(sample.events());
    for (int i = 0; i < stored.size(); i++) {
      assertThat(stored.get(i)).containsAllEntriesOf(sample.events().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_sample_without_its_proof_is_refused(KindSample sample) {
    assertThat(
            doors
                .post(
                    sample.kind(),
                    sample.body(),
                    "Content-Type",
                    sample.headers().get("Content-Type"))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void every_kind_that_comes_with_the_hub_has_a_sample() throws IOException {
    try (var files = Files.list(Path.of("routes/ingress"))) {
      List<String> kinds =
          files
              .filter(file -> read(file).contains("uri: door:"))
              .map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
              .toList();
      assertThat(samples()).extracting(KindSample::kind).containsExactlyInAnyOrderElementsOf(kinds);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
