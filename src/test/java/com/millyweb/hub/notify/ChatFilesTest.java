package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeFiles;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.service.discord.DiscordFixture;
import com.millyweb.hub.service.slack.SlackFixture;
import com.millyweb.hub.service.telegram.TelegramFixture;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What a flow gets of the files that people send. */
class ChatFilesTest {
  private final FakeFiles fake = FakeFiles.start();
  private final ChatFiles files = files("xoxb-files-token");
  private final DefaultCamelContext camel = new DefaultCamelContext();

  private ChatFiles files(String slackToken) {
    Duration timeout = Duration.ofSeconds(2);
    URI url = URI.create(fake.url());
    return new ChatFiles(
        new ChatFilesProperties(DataSize.ofBytes(1_000), timeout),
        List.of(
            TelegramFixture.files(FakeFiles.TELEGRAM_TOKEN, url, timeout),
            SlackFixture.files(slackToken, url, timeout),
            DiscordFixture.files(url, timeout)),
        OutgoingHttpFixture.allowing(),
        Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    files.close();
    fake.close();
    camel.close();
  }

  private static Map<String, Object> file(String medium, String name, String id, String url) {
    Map<String, Object> file = new HashMap<>();
    file.put("medium", medium);
    file.put("name", name);
    file.put("type", "image/jpeg");
    file.put("id", id);
    file.put("url", url);
    return file;
  }

  private String fetched(Object file) throws Exception {
    return new String(files.fetch(file, new DefaultExchange(camel)), StandardCharsets.UTF_8);
  }

  @Test
  void every_medium_hands_out_its_files() throws Exception {
    fake.put("/file/bot" + FakeFiles.TELEGRAM_TOKEN + "/photos/file_7.jpg", "from Telegram");
    assertThat(fetched(file("telegram", "a.jpg", "AgAC-1", null))).isEqualTo("from Telegram");

    fake.put("/files-pri/T1-F7/report.pdf", "from Slack");
    String slack = fake.url() + "/files-pri/T1-F7/report.pdf";
    assertThat(fetched(file("slack", "report.pdf", "F7", slack))).isEqualTo("from Slack");
    assertThat(fetched(file("slack", "report.pdf", "F7", null))).isEqualTo("from Slack");

    fake.put("/attachments/1/2/c.png?ex=1&hm=2", "from Discord");
    String discord = fake.url() + "/attachments/1/2/c.png?ex=1&hm=2";
    assertThat(fetched(file("discord", "c.png", "2", discord))).isEqualTo("from Discord");
    // nobody else is shown a login
    assertThat(fake.received().get(fake.received().size() - 1).headers())
        .doesNotContainKey("Authorization");
  }

  @Test
  void flow_fetches_the_first_file_or_any_other() throws Exception {
    fake.put("/1", "one");
    fake.put("/2", "two");
    camel.getRegistry().bind("chatFile", files);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:first").bean("chatFile", "fetch");
            from("direct:second").bean("chatFile", "fetch(${body[files][1]})");
            from("direct:each").split(simple("${body[files]}")).bean("chatFile", "fetch").end();
          }
        });
    camel.start();
    Map<String, Object> event =
        Map.of(
            "text",
            "look",
            "files",
            List.of(
                file("discord", "1.txt", null, fake.url() + "/1"),
                file("discord", "2.txt", null, fake.url() + "/2")));
    var template = camel.createProducerTemplate();
    Exchange first = template.request("direct:first", exchange -> exchange.getIn().setBody(event));
    assertThat(first.getException()).isNull();
    assertThat(first.getMessage().getBody(String.class)).isEqualTo("one");
    assertThat(first.getMessage().getHeader("Content-Type")).isEqualTo("image/jpeg");
    assertThat(first.getMessage().getHeader("file-name")).isEqualTo("1.txt");
    Exchange second =
        template.request("direct:second", exchange -> exchange.getIn().setBody(event));
    assertThat(second.getException()).isNull();
    assertThat(second.getMessage().getBody(String.class)).isEqualTo("two");
    Exchange each = template.request("direct:each", exchange -> exchange.getIn().setBody(event));
    assertThat(each.getException()).isNull();
    template.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:9080/actuator/env",
        "https://cdn.discordapp.com.evil.example/a",
        "https://cdn.discordapp.com@evil.example/a",
        "https://evil.example/files.slack.com",
        "file:///etc/passwd",
        "nonsense {"
      })
  void nothing_is_fetched_from_other_hosts(String url) {
    for (String medium : List.of("discord", "slack")) {
      assertThatThrownBy(() -> fetched(file(medium, "x", null, url)))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageMatching("File x cannot be fetched: .*it is not at (Discord|Slack)");
    }
    assertThat(fake.received()).isEmpty();
  }

  @Test
  void file_that_is_too_large_is_not_fetched_and_one_that_lies_is_cut_off() {
    Map<String, Object> large = file("discord", "big.iso", null, fake.url() + "/big");
    large.put("size", 1_001);
    assertThatThrownBy(() -> fetched(large))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage(
            "File big.iso must have at most 1000 bytes (hub.notify.files.max-size), has 1001 bytes");
    assertThat(fake.received()).isEmpty();

    fake.put("/big", "x".repeat(200_000));
    large.put("size", 10);
    assertThatThrownBy(() -> fetched(large)).isInstanceOf(PermanentFailure.class);
  }

  @Test
  void no_error_shows_a_token() {
    Map<String, Object> file = file("telegram", "a.jpg", "AgAC-1", null);
    fake.telegramPath("../../etc/passwd");
    fails(file, "Telegram named no path that can be fetched");
    fake.telegramPath("/var/lib/telegram/photo.jpg");
    fails(file, "Telegram named no path that can be fetched");
    fake.telegramPath("photos/missing.jpg");
    fails(file, "Telegram's place for files answered 404");
    fails(file("telegram", "a.jpg", "gone", null), "file is too big");
    fake.silent();
    assertThatThrownBy(() -> fetched(file))
        .isInstanceOf(SendFailed.class)
        .hasMessageNotContaining("files-token");
    fake.next(429, "{}", "Retry-After", "3");
    assertThatThrownBy(() -> fetched(file)).isInstanceOf(RetryAfter.class);
  }

  private void fails(Map<String, Object> file, String why) {
    assertThatThrownBy(() -> fetched(file))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("files-token");
  }

  @Test
  void page_to_log_in_at_slack_is_no_file() throws Exception {
    fake.put("/files-pri/T1-F7/report.pdf", "secret");
    try (ChatFiles stranger = files("xoxb-without-scope")) {
      String url = fake.url() + "/files-pri/T1-F7/report.pdf";
      assertThatThrownBy(
              () ->
                  stranger.fetch(
                      file("slack", "report.pdf", "F7", url), new DefaultExchange(camel)))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("the bot needs the scope files:read");
    }
  }

  @Test
  void event_without_a_file_is_said() {
    for (Object none : new Object[] {Map.of(), Map.of("files", List.of()), "text", List.of()}) {
      assertThatThrownBy(() -> fetched(none))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("there is none");
    }
  }
}
