package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What buckets get where the account of the hub may not give them all that the configuration says.
 */
class RefusedBucketTest {
  @Test
  void bucket_that_is_refused_its_rules_is_said_and_keeps_no_other_from_its_own(
      @TempDir Path routes) throws Exception {
    try (GuardedS3 server =
        GuardedS3.orSkip(
            request ->
                request.contains("/alpha?lifecycle") || request.contains("/gamma?versioning"))) {
      Map<String, String> properties = new HashMap<>(server.settings());
      properties.put("hub.health.interval", "1s");
      properties.put("hub.health.failures", "1");
      properties.put("hub.s3.buckets.gamma.versioning", "true");
      for (String bucket : new String[] {"alpha", "beta", "gamma"}) {
        properties.put("hub.s3.buckets.%s.bucket".formatted(bucket), bucket);
        properties.put("hub.s3.buckets.%s.expire[0].after".formatted(bucket), "1d");
        server.store(bucket, "new.txt", Duration.ZERO);
        server.store(bucket, "old.txt", Duration.ofDays(2));
      }
      try (HubFixture hub = HubFixture.start(routes, properties)) {
        awaitGone(server, "alpha");
        awaitGone(server, "beta");
        awaitHealth(
            hub,
            "\"status\":\"degraded\"",
            "rules of alpha: AccessDenied: Access Denied.; rules of gamma: AccessDenied: Access Denied.");
        assertThat(server.file("gamma", "old.txt"))
            .as("what is deleted without versions cannot be brought back")
            .exists();

        server.allowAll();
        awaitHealth(hub, "\"status\":\"up\"", "storage");
        awaitGone(server, "gamma");
        for (String bucket : new String[] {"alpha", "beta", "gamma"}) {
          assertThat(server.file(bucket, "new.txt")).exists();
        }
        Awaitility.await("the count")
            .atMost(StorageEvents.PATIENCE)
            .until(
                () ->
                    hub.bean(MeterRegistry.class).get("hub.storage.expired").counter().count()
                        == 3);
      }
    }
  }

  @Test
  void object_that_may_not_be_deleted_is_said(@TempDir Path routes) throws Exception {
    try (GuardedS3 server = GuardedS3.orSkip(request -> request.startsWith("DELETE"))) {
      Map<String, String> properties = new HashMap<>(server.settings());
      properties.put("hub.health.interval", "1s");
      properties.put("hub.health.failures", "1");
      properties.put("hub.s3.buckets.alpha.bucket", "alpha");
      properties.put("hub.s3.buckets.alpha.expire[0].after", "1s");
      server.store("alpha", "old.txt", Duration.ofDays(2));
      try (HubFixture hub = HubFixture.start(routes, properties)) {
        awaitHealth(
            hub, "\"status\":\"degraded\"", "expiry in alpha: AccessDenied: Access Denied.");
        server.allowAll();
        awaitGone(server, "alpha");
        awaitHealth(hub, "\"status\":\"up\"", "storage");
      }
    }
  }

  private static void awaitGone(GuardedS3 server, String bucket) {
    Awaitility.await(bucket + "/old.txt")
        .atMost(StorageEvents.PATIENCE)
        .until(() -> Files.notExists(server.file(bucket, "old.txt")));
  }

  private static void awaitHealth(HubFixture hub, String... words) {
    Awaitility.await("health")
        .atMost(StorageEvents.PATIENCE)
        .untilAsserted(
            () -> assertThat(Http.asAdmin(hub).get("/health/storage").body()).contains(words));
  }
}
