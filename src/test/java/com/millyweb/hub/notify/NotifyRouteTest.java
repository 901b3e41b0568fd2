package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.HubFixture;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code to: notify:} to people, in the whole hub. */
class NotifyRouteTest {
  private @TempDir Path routes;
  private final FakeSlack slack = FakeSlack.start();
  private HubFixture hub;

  @BeforeEach
  void start() throws Exception {
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.notify.slack.token",
                FakeSlack.TOKEN,
                "hub.notify.slack.channel",
                "C1",
                "hub.notify.slack.base-url",
                slack.url()));
    CamelContext context = hub.bean(CamelContext.class);
    for (String medium : List.of("slack", "inbox")) {
      String file = "notify/" + medium + ".camel.yaml";
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.fromString("file:" + file, Files.readString(Path.of("routes", file))));
    }
  }

  @AfterEach
  void stop() {
    hub.close();
    slack.close();
  }

  private void append(String type, String json) {
    hub.bean(EventLog.class)
        .append(NewEvent.json(type, "test", json.getBytes(StandardCharsets.UTF_8)))
        .join();
  }

  private List<Inbox.Entry> inbox() {
    return hub.bean(Inbox.class).page(null, 100).items();
  }

  @Test
  void flow_tells_every_target_once_although_it_was_retried() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    hub.bean(CamelContext.class)
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("event:backup.*?backoff=10ms")
                    .routeId("flow.backup")
                    .setBody(simple("Backup is **${body[state]}**"))
                    .to("notify:ops?key=backup&severity=success")
                    .process(
                        exchange -> {
                          if (attempts.incrementAndGet() == 1) {
                            throw new IllegalStateException("after telling");
                          }
                        });
              }
            });

    append("backup.state", "{\"state\":\"running\"}");
    await().until(() -> slack.messages().size() == 1 && inbox().size() == 1);
    append("backup.state", "{\"state\":\"done\"}");
    await().until(() -> slack.messages().get(0).words().endsWith("*done*"));
    await().until(() -> inbox().get(0).updates() == 1);

    assertThat(slack.requests()).hasSize(2);
    assertThat(inbox())
        .singleElement()
        .extracting(Inbox.Entry::severity)
        .isEqualTo(Severity.success);
    assertThat(
            hub.bean(MeterRegistry.class)
                .get("hub.notify.sent")
                .tags("medium", "slack", "outcome", "updated")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void java_tells_a_channel() {
    hub.bean(Notices.class)
        .publish(
            Notice.of("ops", Severity.error, "Refused", "flow/x.camel.yaml:3:1", Instant.now()))
        .join();
    await().until(() -> slack.messages().size() == 1 && inbox().size() == 1);
    assertThat(slack.messages().get(0).words()).startsWith("❌ Refused");
  }

  @Test
  void ratelimited_notice_arrives_later() {
    slack.next(FakeSlack.Trick.tooMany("0.2"));
    hub.bean(Notices.class)
        .publish(Notice.of("ops", Severity.info, null, "x", Instant.now()))
        .join();
    await().until(() -> slack.messages().size() == 1);
    assertThat(slack.requests()).hasSize(2);
  }

  @Test
  void check_in_a_scratch_context_finds_a_channel_that_is_not_there() throws Exception {
    var live = hub.bean(CamelContext.class);
    try (var scratch = new DefaultCamelContext(new DefaultRegistry(live.getRegistry()))) {
      scratch.init();
      assertThatThrownBy(() -> scratch.getEndpoint("notify:oops"))
          .rootCause()
          .hasMessageContaining("There is no channel 'oops'");
      assertThatThrownBy(() -> scratch.getEndpoint("notify:ops?severity=loud"))
          .rootCause()
          .hasMessageContaining("Severity must be one of");
      assertThatThrownBy(() -> scratch.getEndpoint("notify:ops?kee=x")).hasMessageContaining("kee");
      assertThat(scratch.getEndpoint("notify:ops?key=${body}")).isNotNull();
    }
    try (var offline = new DefaultCamelContext()) {
      offline.init();
      assertThat(offline.getEndpoint("notify:whoever")).isNotNull();
    }
  }
}
