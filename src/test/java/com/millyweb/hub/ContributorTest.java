package com.millyweb.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.KindSample;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What somebody adds to the hub without touching its sources. */
class ContributorTest {
  private static final Path FILES = Path.of("src/test/resources/contributor");

  @TempDir Path routes;

  @Test
  void a_kind_of_door_that_signs_by_hmac_is_one_file_and_a_sample() throws Exception {
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    Files.copy(FILES.resolve("toy.camel.yaml"), routes.resolve("ingress/toy.camel.yaml"));
    KindSample sample = KindSample.read(FILES.resolve("toy.yaml"));

    try (HubWithDoors hub =
        HubWithDoors.start(
            TestDatabase.create(),
            routes,
            Map.of(
                "hub.ingress.sources.toy.secret",
                sample.secret(),
                "hub.ingress.sources.toy.rate",
                "2/h"))) {
      HttpResponse<String> answer = hub.post("toy", sample.body(), sample.signed());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(
              hub.database()
                  .sql("select type, subject, key from event where source = 'toy'")
                  .query()
                  .listOfRows())
          .isEqualTo(sample.events());

      // sent again it is known, changed it is refused, and too much of it is told to come later
      assertThat(hub.post("toy", sample.body(), sample.signed()).body())
          .contains("\"duplicate\":true");
      assertThat(hub.post("toy", sample.body() + " ", sample.signed()).statusCode()).isEqualTo(401);
      assertThat(hub.post("toy", "x".repeat(20_000), sample.signed()).statusCode()).isEqualTo(413);
      assertThat(hub.post("toy", sample.body(), sample.signed()).statusCode()).isEqualTo(503);
    }
  }
}
