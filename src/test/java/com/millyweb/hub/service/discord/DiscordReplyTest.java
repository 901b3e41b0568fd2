package com.millyweb.hub.service.discord;

import static com.millyweb.hub.fake.FakeDiscord.Trick.silent;
import static com.millyweb.hub.service.discord.DiscordFixture.notice;
import static com.millyweb.hub.service.discord.DiscordFixture.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Press;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers to commands and presses. */
class DiscordReplyTest {
  private static final String ROOM = "600100";
  private final DiscordFixture discord = DiscordFixture.bot();

  @AfterEach
  void stop() throws Exception {
    discord.close();
  }

  private List<FakeDiscord.Message> messages() {
    return discord.messages();
  }

  @Test
  void first_answer_takes_the_place_of_thinking_and_others_follow() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    assertThat(messages().get(0).isThinking()).isTrue();

    discord.reply(ROOM, command, "Yes.");
    discord.reply(ROOM, command, "One more thing.");

    assertThat(messages())
        .extracting(FakeDiscord.Message::words)
        .containsExactly("Yes.", "One more thing.");
    assertThat(messages()).allMatch(message -> message.channel().equals(ROOM));
    assertThat(messages()).noneMatch(FakeDiscord.Message::isThinking);
  }

  @Test
  void long_answer_goes_on_behind_the_first_message() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    discord.reply(ROOM, command, "A sentence of the answer. ".repeat(200));
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(0).words()).endsWith("(1/3)");
    assertThat(messages()).allMatch(message -> message.channel().equals(ROOM));
  }

  @Test
  void two_commands_have_answers_of_their_own() throws Exception {
    UUID first = discord.command(ROOM, "t1");
    UUID second = discord.command(ROOM, "t2");
    discord.reply(ROOM, second, "two");
    discord.reply(ROOM, first, "one");
    assertThat(messages()).extracting(FakeDiscord.Message::words).containsExactly("one", "two");
  }

  @Test
  void repetition_of_a_first_answer_without_answer_is_one_message() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    Notice answer = notice("Yes.").answering(command);
    Target room = Target.reply("discord", ROOM);
    discord.fake.next(silent());
    assertThatThrownBy(() -> discord.send(answer, room)).isInstanceOf(AmbiguousFailure.class);
    discord.send(answer, room);
    assertThat(messages()).extracting(FakeDiscord.Message::words).containsExactly("Yes.");
  }

  @Test
  void late_answer_is_posted_by_the_bot() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    discord.clock.now = discord.clock.now.plus(Duration.ofMinutes(16));
    discord.reply(ROOM, command, "Late.");
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1).channel()).isEqualTo(ROOM);
    assertThat(discord.fake.requests().get(0).has("nonce")).isTrue();
  }

  @Test
  void answer_that_discord_does_not_want_any_more_is_posted_by_the_bot() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    discord.fake.expire("t1");
    discord.reply(ROOM, command, "Late.");
    assertThat(messages().get(1).words()).isEqualTo("Late.");
    assertThat(discord.fake.requests()).hasSize(2);
  }

  @Test
  void message_without_an_interaction_is_answered_by_the_bot() throws Exception {
    discord.reply(ROOM, discord.asked(Map.of()), "Hello.");
    discord.reply(ROOM, Notice.newId(), "Who asked?");
    assertThat(messages())
        .extracting(FakeDiscord.Message::words)
        .containsExactly("Hello.", "Who asked?");
  }

  @Test
  void answer_with_a_key_is_edited_by_the_interaction_and_later_by_the_bot() throws Exception {
    UUID command = discord.command(ROOM, "t1");
    Target room = Target.reply("discord", ROOM);
    discord.send(titled("working").withKey("k").answering(command), room);
    discord.send(titled("half").withKey("k").answering(command), room);
    discord.fake.expire("t1");
    discord.send(titled("nearly").withKey("k").answering(command), room);
    discord.clock.now = discord.clock.now.plus(Duration.ofHours(1));
    discord.send(titled("done").withKey("k").answering(command), room);

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words()).endsWith("done");
    assertThat(messages().get(0).edits()).isEqualTo(4);
  }

  @Test
  void answer_to_a_press_leaves_the_message_with_the_button() throws Exception {
    discord.send(titled("May I?"));
    FakeDiscord.Message asking = messages().get(0);
    discord.fake.pressed("t9", asking.id());
    UUID press = discord.asked(Map.of("application", FakeDiscord.APPLICATION, "token", "t9"));

    discord.reply(FakeDiscord.CHANNEL, press, "I did.");
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(0)).isEqualTo(asking);
  }

  @Test
  void refusal_is_told_to_the_person_alone() throws Exception {
    discord.send(titled("May I?"));
    discord.fake.pressed("t9", messages().get(0).id());
    Press press = press("t9");
    discord.discord.tell(press, "Done", false);
    assertThat(messages()).hasSize(1);

    discord.discord.tell(press, "@everyone: Bob_1 may not", true);
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1).isPrivate()).isTrue();
    assertThat(messages().get(1).words()).isEqualTo("\\@everyone: Bob\\_1 may not");
  }

  @Test
  void refusal_that_comes_too_late_is_no_failure() {
    assertThatCode(() -> discord.discord.tell(press("gone"), "No", true))
        .doesNotThrowAnyException();
    Press bare = new Press("discord", "discord/" + ROOM, "1", null, Map.of());
    assertThatCode(() -> discord.discord.tell(bare, "No", true)).doesNotThrowAnyException();
  }

  private static Press press(String token) {
    return new Press(
        "discord",
        "discord/" + FakeDiscord.CHANNEL,
        "1",
        null,
        Map.of("application", FakeDiscord.APPLICATION, "token", token));
  }

  @Test
  void only_ids_of_channels_are_conversations() {
    for (String address : List.of("general", "1/../2", "12?x=1", "123456789012345678901")) {
      assertThatThrownBy(() -> discord.discord.check(Target.reply("discord", address)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a channel must be the id of a channel");
    }
  }

  @Test
  void webhook_alone_reaches_no_conversation() throws Exception {
    try (DiscordFixture webhook = DiscordFixture.webhook()) {
      assertThatThrownBy(() -> webhook.discord.check(Target.reply("discord", ROOM)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("hub.notify.discord.token is not set");
    }
  }
}
