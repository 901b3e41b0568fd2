package com.millyweb.hub.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.EventFilter;
import com.millyweb.hub.event.history.Replay;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** The shipped files of routes/flow, each with an event as it comes. */
class FlowsTest extends CamelTestSupport {
  private final NotifyRecorder notify = new NotifyRecorder();

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withUseAdviceWith(true);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.addComponent("notify", notify);
    context.getRegistry().bind("gitHubPush", new GitHubPush());
    context
        .getRegistry()
        .bind(
            "deadLetter",
            new DeadLetter(
                new NothingDead(),
                (actor, action, target, address, outcome, detail) -> {},
                new PublicUrlProperties(URI.create("https://hub.example.org"))));
    return context;
  }

  @Test
  void push_is_told_with_its_commits() throws Exception {
    start("push-to-chat");
    template.sendBody("direct:event", sample("push-to-chat"));
    assertThat(notify.sent)
        .containsExactly(
            new NotifyRecorder.Sent(
                "ops",
                null,
                Map.of(
                    "title",
                    "example/homelab: amel pushed 1 commit to branch main",
                    "text",
                    "- [`4f1c7b0`](https://github.com/example/homelab/commit/4f1c7b0e2d9a8c6b5a4f3e2d1c0b9a8f7e6d5c4b)"
                        + " compose: pin traefik v3.7.13 (Amel)",
                    "severity",
                    "info",
                    "link",
                    Map.of(
                        "url",
                        "https://github.com/example/homelab/compare/0d1a26e67d8f...4f1c7b0e2d9a",
                        "text",
                        "Show on the server"))));
  }

  @Test
  void push_of_each_forge_is_told_by_the_same_flow() throws Exception {
    start("push-to-chat");
    template.sendBody("direct:event", sample("push-to-chat-gitea"));
    template.sendBody("direct:event", sample("push-to-chat-gitlab"));
    assertThat(notify.sent)
        .extracting(sent -> String.valueOf(sent.notice().get("title")))
        .containsExactly(
            "ann/garden: ann pushed 1 commit to branch main",
            "ann/garden: Ann Gardener pushed 23 commits to branch main");
    assertThat(notify.sent)
        .extracting(sent -> String.valueOf(((Map<?, ?>) sent.notice().get("link")).get("url")))
        .containsExactly(
            "https://git.example/ann/garden/compare/5a1c0f1e2d3b...c0ffee012345",
            "https://gitlab.example/ann/garden/-/compare/95790bf891e76fee5e1747ab589903a6a1f80f22...da1560886d4f094c3e6c9ef40349f7d38b5d27d7");
    assertThat(notify.sent.get(1).notice().get("text").toString())
        .startsWith("- [`da15608`](https://gitlab.example/ann/garden/-/commit/da1560886d4f")
        .contains("Water the tomatoes at six (Ann)")
        .endsWith("- … and 22 more");
  }

  @Test
  void tag_of_gitlab_is_told() throws Exception {
    start("tag-to-chat");
    Map<String, Object> tag = sample("tag-to-chat");
    template.sendBody("direct:event", tag);
    tag.put("before", tag.put("after", "0".repeat(40)));
    template.sendBody("direct:event", tag);
    assertThat(notify.sent)
        .extracting(sent -> String.valueOf(sent.notice().get("title")))
        .containsExactly(
            "ann/garden: Ann Gardener created tag v1.0",
            "ann/garden: Ann Gardener deleted tag v1.0");
  }

  @Test
  void up_has_the_key_of_its_down() throws Exception {
    start("health-to-chat");
    Map<String, Object> change = sample("health-to-chat");
    template.sendBodyAndHeader("direct:event", change, "ce-subject", "nas");
    change.put("status", "up");
    change.remove("error");
    template.sendBodyAndHeader("direct:event", change, "ce-subject", "nas");
    assertThat(notify.sent).extracting(NotifyRecorder.Sent::key).containsOnly("health/nas/1");
    assertThat(notify.sent.get(0).notice())
        .isEqualTo(
            Map.of(
                "title", "nas is down",
                "text", "The connection was refused",
                "severity", "critical",
                "fields", Map.of("since", "2026-01-01T00:00:10Z", "before", "up")));
    assertThat(notify.sent.get(1).notice().get("severity")).isEqualTo("success");
  }

  @Test
  void dead_letter_is_told_with_what_a_retry_needs() throws Exception {
    start("dead-letter-to-chat");
    template.sendBody("direct:event", sample("dead-letter-to-chat"));
    NotifyRecorder.Sent sent = notify.sent.get(0);
    assertThat(sent.key()).isEqualTo("dead/42");
    assertThat(sent.notice().get("title")).isEqualTo("flow.push-to-chat gave up an event");
    assertThat(sent.notice().get("text")).isEqualTo("HTTP 500 from \\[there\\]\\(http://evil\\)");
    assertThat(sent.notice().get("fields"))
        .isEqualTo(
            Map.of(
                "event", "github.push",
                "event id", "019a0000-0000-7000-8000-000000000001",
                "delivery", "42",
                "reason", "failures",
                "attempts", "10"));
    assertThat(sent.notice().get("link"))
        .isEqualTo(
            Map.of(
                "url",
                "https://hub.example.org/?event=019a0000-0000-7000-8000-000000000001",
                "text",
                "Show the dead letter"));
    assertThat(sent.notice().get("actions").toString()).contains("Retry", "Discard");
  }

  private static final class NothingDead implements Replay {
    @Override
    public long replay(EventFilter filter, String group) {
      return 0;
    }

    @Override
    public long retry(DeadFilter filter) {
      return 0;
    }

    @Override
    public long discard(DeadFilter filter) {
      return 0;
    }
  }

  private void start(String flow) throws Exception {
    var file =
        PluginHelper.getResourceLoader(context)
            .resolveResource("file:routes/flow/" + flow + ".camel.yaml");
    PluginHelper.getRoutesLoader(context).loadRoutes(file);
    AdviceWith.adviceWith(context, "flow." + flow, route -> route.replaceFromWith("direct:event"));
    context.start();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> sample(String flow) throws Exception {
    Path file = Path.of("routes/flow/samples", flow + ".json");
    return new ObjectMapper().readValue(file.toFile(), Map.class);
  }
}
