package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fixture.HubFixture;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What the configuration wants of buckets, where the server cannot do it, and where it is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class BucketRulesTest {
  @Test
  void hub_deletes_what_expires_in_its_own_storage_and_says_that_it_keeps_no_versions(
      @TempDir Path home, @TempDir Path routes, CapturedOutput output) {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.home", home.toString());
    properties.put("hub.s3.buckets.docs.versioning", "true");
    properties.put("hub.s3.buckets.docs.expire[0].prefix", "tmp/");
    properties.put("hub.s3.buckets.docs.expire[0].after", "2s");
    properties.put("hub.s3.watch", "docs");
    try (HubFixture hub = HubFixture.start(routes, properties)) {
      var template = hub.bean(CamelContext.class).createProducerTemplate();
      template.requestBody("object:put?bucket=docs&key=keep/a.txt", "stays");
      template.requestBody("object:put?bucket=docs&key=tmp/a.txt", "goes");
      new StorageEvents(hub)
          .await(
              "docs/",
              "created docs/keep/a.txt",
              "created docs/tmp/a.txt",
              "removed docs/tmp/a.txt");
      assertThat(home.resolve("objects/docs/keep/a.txt")).exists();
      assertThat(home.resolve("objects/docs/tmp/a.txt")).doesNotExist();
      Awaitility.await("a warning")
          .atMost(StorageEvents.PATIENCE)
          .until(() -> output.getOut().contains("hub.s3.buckets.docs.versioning is true, but the"));
    }
  }

  @Test
  void settings_that_cannot_be_are_refused() {
    assertThatThrownBy(() -> settings("off", List.of("docs"), null))
        .hasMessage("hub.s3.watch is set, so hub.s3.url must not be off");
    assertThatThrownBy(() -> settings(null, List.of("DOCS/x"), null))
        .hasMessageContaining("hub.s3.watch: A bucket's name must be");
    assertThatThrownBy(() -> settings(null, List.of("docs"), Duration.ofMillis(10)))
        .hasMessage("hub.s3.watch-interval must be at least 1s, was: 10ms");
    assertThatThrownBy(() -> settings("ftp://x", List.of(), null))
        .hasMessageContaining("http(s)://host[:port] or off");
    assertThatThrownBy(() -> new S3Properties.Expiry("", null)).hasMessageContaining("'after'");
    assertThat(settings(null, List.of("docs"), null).interval()).isEqualTo(Duration.ofSeconds(2));
  }

  private static S3Properties settings(String url, List<String> watch, Duration interval) {
    return new S3Properties(
        url == null ? null : URI.create(url),
        null,
        null,
        "us-east-1",
        Map.of(),
        watch,
        interval,
        false,
        "minio");
  }
}
