package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiscordDestinationTest {
  private static final String WEBHOOK = "https://discord.com/api/webhooks/1/secret-token";

  @Test
  void bot_goes_before_the_webhook_and_a_target_before_both() {
    DiscordProperties both = discord(WEBHOOK, "bot-token", "100");
    assertThat(DiscordDestination.of(target(null, null, null), both).lane()).isEqualTo("100");
    assertThat(DiscordDestination.of(target("200", null, null), both).lane()).isEqualTo("200");
    assertThat(DiscordDestination.of(target("name", WEBHOOK + "2", null), both).lane())
        .isEqualTo(WEBHOOK + "2");
    var own = (DiscordDestination.Bot) DiscordDestination.of(target(null, null, "other"), both);
    assertThat(own.token().reveal()).isEqualTo("other");
  }

  @Test
  void bot_without_a_channel_answers_conversations_and_the_webhook_has_the_notices() {
    DiscordProperties both = discord(WEBHOOK, "bot-token", null);
    assertThat(DiscordDestination.of(target(null, null, null), both).lane()).isEqualTo(WEBHOOK);
    assertThat(DiscordDestination.of(Target.reply("discord", "300"), both).lane()).isEqualTo("300");
    DiscordProperties bot = discord(null, "bot-token", null);
    assertThat(DiscordDestination.of(Target.reply("discord", "300"), bot).lane()).isEqualTo("300");
    assertRefused(target(null, null, null), bot, "a bot needs a channel");
  }

  @Test
  void what_leads_nowhere_is_refused_with_the_rule() {
    assertRefused(target(null, null, null), discord(null, null, null), "Discord needs");
    assertRefused(target("200", null, null), discord(WEBHOOK, null, null), "needs a bot");
    assertRefused(target("#ops", null, null), discord(null, "t", null), "the id of a channel");
    assertRefused(target(null, WEBHOOK, "t"), discord(null, null, null), "at most one of");
  }

  @Test
  void bad_url_is_refused_without_being_shown() {
    for (String url :
        new String[] {
          "secret", "ftp://e.org/secret", "https://u:secret@e.org/", "https://e.org/#secret"
        }) {
      assertThatThrownBy(
              () -> DiscordDestination.of(target("x", url, null), discord(null, null, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "webhook-url must be an http or https URL without user, password and fragment");
    }
  }

  private static void assertRefused(Target target, DiscordProperties discord, String rule) {
    assertThatThrownBy(() -> DiscordDestination.of(target, discord))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  private static Target target(
      @Nullable String address, @Nullable String webhookUrl, @Nullable String token) {
    return new Target(
        "ops/discord",
        "ops",
        "discord",
        address,
        secret(webhookUrl),
        secret(token),
        OnAmbiguous.retry);
  }

  private static DiscordProperties discord(
      @Nullable String webhookUrl, @Nullable String token, @Nullable String channel) {
    return new DiscordProperties(
        secret(webhookUrl),
        secret(token),
        channel,
        URI.create("https://discord.com/api/v10"),
        Rate.valueOf("150/m"),
        5,
        Duration.ofSeconds(30));
  }

  private static @Nullable Secret secret(@Nullable String text) {
    return text == null ? null : new Secret(text);
  }
}
