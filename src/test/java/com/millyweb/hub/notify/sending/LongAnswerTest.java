package com.millyweb.hub.notify.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.service.discord.DiscordFixture;
import com.millyweb.hub.service.slack.SlackFixture;
import com.millyweb.hub.service.telegram.TelegramFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services repeat a message in their answer. What the hub does not read to its end is no reason to
 * send again.
 */
class LongAnswerTest {
  /** Six bytes for each of its characters. */
  private static final String REPEATED =
      "\\u65e5\\u672c\\u8a9e\\u306e\\u9577\\u3044\\u901a\\u77e5\\u3067\\u3059\\u3002";

  private static final String HALF = "{\"ok\":true,\"message\":{\"text\":\"" + REPEATED;

  private static String message(int times) {
    return "{\"text\":\"%s\"}".formatted(REPEATED.repeat(times));
  }

  @Test
  void slack_is_read_to_the_name_of_the_message() throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      Notice notice = SlackFixture.notice("report", "日本語の長い通知です。".repeat(900));
      slack.fake.next(
          FakeSlack.Trick.saying(
              "{\"ok\":true,\"message\":%s,\"channel\":\"C1\",\"ts\":\"1700000000.000001\"}"
                  .formatted(message(2_000))));
      slack.send(notice);
      assertThat(slack.fake.messages()).hasSize(1);

      slack.send(SlackFixture.notice("report", "done"));
      assertThat(slack.fake.messages()).as("it could be edited").hasSize(1);
      assertThat(slack.fake.messages().get(0).words()).contains("done");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", HALF, "{\"ok\":true,\"message\":%s,\"channel\":\"C1\",\"ts\":\"1.1\"}"})
  void slack_that_was_not_heard_to_the_end_has_the_message(String answer) throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      Notice notice = SlackFixture.notice("report", "long");
      slack.fake.next(FakeSlack.Trick.saying(answer.replace("%s", message(17_000))));
      slack.send(notice);
      slack.send(notice);
      assertThat(slack.fake.messages()).hasSize(1);
      assertThat(slack.book())
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("state", "accepted"));

      slack.send(SlackFixture.notice("report", "done"));
      assertThat(slack.fake.messages()).as("what has no name cannot be edited").hasSize(2);
    }
  }

  @Test
  void edit_that_was_not_heard_keeps_the_name_of_the_message() throws Exception {
    try (SlackFixture slack = SlackFixture.bot()) {
      slack.send(SlackFixture.notice("report", "one"));
      slack.fake.next(FakeSlack.Trick.saying(HALF));
      slack.send(SlackFixture.notice("report", "two"));
      slack.send(SlackFixture.notice("report", "three"));
      assertThat(slack.fake.messages())
          .singleElement()
          .satisfies(message -> assertThat(message.words()).contains("three"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HALF})
  void telegram_that_was_not_heard_to_the_end_has_the_message(String answer) throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      Notice notice = SendingFixture.notice("report", "long");
      telegram.fake.next(FakeTelegram.Trick.saying(answer));
      telegram.send(notice);
      telegram.send(notice);
      assertThat(telegram.fake.messages()).hasSize(1);
    }
  }

  @Test
  void telegram_is_read_to_the_name_of_the_message() throws Exception {
    try (TelegramFixture telegram = new TelegramFixture()) {
      telegram.send(SendingFixture.notice("report", "first"));
      long id = telegram.fake.messages().get(0).id() + 1;
      String cut =
          "{\"ok\":true,\"result\":{\"message_id\":%d,\"text\":\"%s"
              .formatted(id, REPEATED.repeat(2_000));
      telegram.fake.next(FakeTelegram.Trick.saying(cut));
      telegram.send(SendingFixture.notice("other", "second"));
      telegram.send(SendingFixture.notice("other", "third"));
      assertThat(telegram.fake.messages()).extracting(FakeTelegram.Message::id).contains(id);
      assertThat(telegram.fake.messages()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"content\":\"" + REPEATED, "{\"content\":\"x\"}"})
  void discord_that_was_not_heard_to_the_end_has_the_message(String answer) throws Exception {
    for (boolean bot : List.of(true, false)) {
      try (DiscordFixture discord = bot ? DiscordFixture.bot() : DiscordFixture.webhook()) {
        Notice notice = DiscordFixture.keyed("report", "long");
        discord.fake.next(FakeDiscord.Trick.saying(answer));
        discord.send(notice);
        discord.send(notice);
        assertThat(discord.messages()).hasSize(1);
        discord.send(DiscordFixture.keyed("report", "done"));
        assertThat(discord.messages()).hasSize(2);
      }
    }
  }

  @Test
  void page_of_something_in_between_is_no_message() throws Exception {
    try (SlackFixture slack = SlackFixture.bot();
        DiscordFixture discord = DiscordFixture.bot();
        TelegramFixture telegram = new TelegramFixture()) {
      slack.fake.next(FakeSlack.Trick.answer(200, "<html>sign in</html>"));
      discord.fake.next(FakeDiscord.Trick.answer(200, "<html>sign in</html>"));
      telegram.fake.next(FakeTelegram.Trick.answer(200, "<html>sign in</html>"));
      assertThatThrownBy(() -> slack.send(SlackFixture.notice("x"))).isInstanceOf(SendFailed.class);
      assertThatThrownBy(() -> discord.send(DiscordFixture.notice("x")))
          .isInstanceOf(SendFailed.class);
      assertThatThrownBy(() -> telegram.send(SendingFixture.notice("x")))
          .isInstanceOf(SendFailed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answer_that_stalls_or_breaks_off_behind_its_status_is_an_answer(boolean stalls)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        OutgoingHttp base = OutgoingHttpFixture.allowing()) {
      URI url = URI.create("http://127.0.0.1:%d/".formatted(server.getLocalPort()));
      Thread peer = new Thread(() -> answerHalf(server, stalls));
      peer.start();
      try (OutgoingHttp http = base.trusting(List.of(url), Duration.ofMillis(500))) {
        OutgoingHttp.Answer answer =
            http.post(url, "text/plain", "words".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isFalse();
        assertThat(answer.text()).isEqualTo("{\"id\":\"7\"");
        assertThat(AnswerJson.of(answer).json().path("id").asText()).isEqualTo("7");
      } finally {
        peer.interrupt();
      }
    }
  }

  private static void answerHalf(ServerSocket server, boolean stalls) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[4_096]);
      String half = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{\"id\":\"7\"";
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      if (stalls) {
        socket.getInputStream().read(new byte[4_096]);
        socket.getInputStream().read();
      }
    } catch (IOException e) {
      // the client has gone
    }
  }
}
