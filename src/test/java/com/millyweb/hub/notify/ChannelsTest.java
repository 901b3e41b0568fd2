package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.service.slack.Slack;
import com.millyweb.hub.service.slack.SlackFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What environment variables make of channels. */
public class ChannelsTest {
  private static final String WEBHOOK = "https://hooks.slack.com/services/T/B/secret";

  @Test
  void ops_is_the_inbox_alone_when_nothing_has_a_secret() {
    assertThat(targets(Map.of(), "ops")).containsExactly("ops/inbox");
  }

  @Test
  void ops_is_every_medium_that_has_a_secret() {
    assertThat(targets(Map.of("HUB_NOTIFY_SLACK_WEBHOOK_URL", WEBHOOK), "ops"))
        .containsExactlyInAnyOrder("ops/inbox", "ops/slack");
    assertThat(
            targets(
                Map.of(
                    "HUB_NOTIFY_SLACK_TOKEN", "xoxb-1",
                    "HUB_NOTIFY_SLACK_CHANNEL", "C1",
                    "HUB_NOTIFY_SLACK_BASE_URL", "http://127.0.0.1:1/api"),
                "ops"))
        .containsExactlyInAnyOrder("ops/inbox", "ops/slack");
  }

  @Test
  void channels_are_lists_of_targets() {
    Map<String, String> environment =
        Map.of(
            "HUB_NOTIFY_CHANNELS_HOME_0_MEDIUM", "slack",
            "HUB_NOTIFY_CHANNELS_HOME_0_WEBHOOK_URL", WEBHOOK,
            "HUB_NOTIFY_CHANNELS_HOME_1_MEDIUM", "slack",
            "HUB_NOTIFY_CHANNELS_HOME_1_ADDRESS", "#alerts",
            "HUB_NOTIFY_SLACK_TOKEN", "xoxb-1",
            "HUB_NOTIFY_SLACK_CHANNEL", "C1");
    assertThat(targets(environment, "home")).containsExactly("home/slack", "home/slack/#alerts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HUB_NOTIFY_CHANNELS_X_0_MEDIUM=pigeon | hub.notify.channels.x[0].medium = pigeon: must be one of [inbox, slack]",
        "HUB_NOTIFY_CHANNELS_X_0_MEDIUM=slack | hub.notify.channels.x[0]: Slack needs hub.notify.slack.webhook-url",
        "HUB_NOTIFY_SLACK_TOKEN=xoxb-secret | hub.notify.slack: a bot needs a channel",
        "HUB_NOTIFY_SLACK_WEBHOOK_URL=secret | hub.notify.slack.webhook-url must be an http or https URL",
        "HUB_NOTIFY_SLACK_BASE_URL=ftp://x | hub.notify.slack.base-url must be an http or https URL"
      })
  void bad_configuration_names_key_and_rule_but_no_secret(String variable, String message) {
    String[] pair = variable.split("=", 2);
    assertThatThrownBy(() -> channels(Map.of(pair[0], pair[1])))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void targets_that_can_not_be_told_apart_are_refused() {
    assertThatThrownBy(
            () ->
                channels(
                    Map.of(
                        "HUB_NOTIFY_CHANNELS_X_0_MEDIUM", "inbox",
                        "HUB_NOTIFY_CHANNELS_X_1_MEDIUM", "inbox")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("hub.notify.channels.x[1]: 'x/inbox' is there twice");
  }

  @Test
  void unknown_channel_is_named_with_those_that_are_known() {
    assertThatThrownBy(() -> channels(Map.of()).targets("oops"))
        .hasMessage("There is no channel 'oops'; hub.notify.channels has [ops]");
  }

  private static List<String> targets(Map<String, String> environment, String channel) {
    return channels(environment).targets(channel).stream().map(Target::id).toList();
  }

  private static Channels channels(Map<String, String> environment) {
    NotifyProperties properties = properties(environment);
    // nothing is sent here, so no database is asked
    JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource());
    Slack slack = SlackFixture.configured(properties, binder(environment), jdbc);
    return new Channels(properties, List.of(new Inbox(jdbc), slack));
  }

  public static NotifyProperties properties(Map<String, String> environment) {
    return binder(environment).bindOrCreate("hub.notify", NotifyProperties.class);
  }

  private static Binder binder(Map<String, String> environment) {
    var sources = new MutablePropertySources();
    sources.addFirst(
        new SystemEnvironmentPropertySource(
            "systemEnvironment",
            environment.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    var conversion = new ApplicationConversionService();
    conversion.addConverter(String.class, Secret.class, Secret::new);
    return new Binder(ConfigurationPropertySources.from(sources), null, conversion);
  }
}
