package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.chat.PeopleProperties;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.secret.SecretConverter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

/** What the hub accepts as configuration, and what it says about the rest. */
class StrictConfigurationTest {
  private static final KnownKeys KNOWN = new KnownKeys(List.of(HubProperties.class, Doors.class));

  @ConfigurationProperties("hub.doors")
  record Doors(
      @DefaultValue Map<String, Door> sources,
      @DefaultValue List<Target> targets,
      @DefaultValue Map<String, String> labels) {
    record Door(String verify, @DefaultValue List<Secret> secret, Duration maxAge) {}

    record Target(String medium, String webhookUrl) {}
  }

  @Test
  void known_keys_are_accepted() {
    accepts(
        Map.of(
            "hub.port", "1",
            "hub.managementPort", "1",
            "hub.db.url", "x",
            "hub.egress.allow[0]", "x",
            "hub.doors.sources.my-repo.secret[1]", "x",
            "hub.doors.sources.[a.b].verify", "x",
            "hub.doors.targets[0].webhook-url", "x",
            "hub.doors.labels.any.thing", "x",
            "server.port", "1"),
        Map.of());
  }

  @Test
  void known_variables_are_accepted() {
    accepts(
        Map.of(),
        Map.of(
            "HUB_PORT", "1",
            "HUB_MANAGEMENT_PORT", "1",
            "HUB_ADMINTOKEN", "1",
            "HUB_EGRESS_ALLOW", "a,b",
            "HUB_DOORS_SOURCES_GITHUB_SECRET_0", "x",
            "HUB_DOORS_SOURCES_GITHUB_MAXAGE", "x",
            "HUB_DOORS_SOURCES_GITHUB_MAX_AGE", "x",
            "HUB_DOORS_TARGETS_0_WEBHOOK_URL", "x",
            "HUB_CONFIG", "x",
            "HUB_DB_PASSWORD_FILE", "x"));
  }

  @Test
  void mistyped_key_is_refused_with_the_key_it_may_mean() {
    refuses(
        Map.of("hub.prot", "1", "hub.doors.sources.github.secrets", "canary", "hub.nonsense", "1"),
        Map.of(),
        """
        hub.doors.sources.github.secrets is not a key of the hub; did you mean hub.doors.sources.github.secret?
        hub.nonsense is not a key of the hub
        hub.prot is not a key of the hub; did you mean hub.port?
        """);
  }

  @Test
  void mistyped_variable_is_refused_with_the_one_it_may_mean() {
    refuses(
        Map.of(),
        Map.of("HUB_MANAGMENT_PORT", "1", "HUB_DB_PASWORD", "canary", "HUB_DB_PASSWORD_X", "1"),
        """
        HUB_DB_PASSWORD_X is not a key of the hub; did you mean HUB_DB_PASSWORD?
        HUB_DB_PASWORD is not a key of the hub; did you mean HUB_DB_PASSWORD?
        HUB_MANAGMENT_PORT is not a key of the hub; did you mean HUB_MANAGEMENT_PORT?
        """);
  }

  @Test
  void name_of_several_words_in_a_variable_is_refused_with_both_ways_to_write_it() {
    refuses(
        Map.of(),
        Map.of(
            "HUB_DOORS_SOURCES_UPTIME_KUMA_SECRET", "canary",
            "HUB_DOORS_SOURCES_MY_OLD_NAS_MAX_AGE", "5m"),
        """
        HUB_DOORS_SOURCES_MY_OLD_NAS_MAX_AGE is not a key of the hub: in a variable a name is one word, HUB_DOORS_SOURCES_MYOLDNAS_MAX_AGE; a name with '-' is set in hub.yaml, hub.doors.sources.my-old-nas.max-age
        HUB_DOORS_SOURCES_UPTIME_KUMA_SECRET is not a key of the hub: in a variable a name is one word, HUB_DOORS_SOURCES_UPTIMEKUMA_SECRET; a name with '-' is set in hub.yaml, hub.doors.sources.uptime-kuma.secret
        """);
  }

  @Test
  void key_that_is_like_no_other_is_refused_with_those_that_are_there() {
    refuses(
        Map.of("hub.doors.sources.often.every", "5m", "hub.doors.targets[0].colour", "red"),
        Map.of("HUB_DOORS_SOURCES_OFTEN_EVERY", "5m", "HUB_DOORS_TARGETS_0_COLOUR_OF_IT", "red"),
        """
        HUB_DOORS_SOURCES_OFTEN_EVERY is not a key of the hub; there are HUB_DOORS_SOURCES_OFTEN_MAX_AGE, HUB_DOORS_SOURCES_OFTEN_SECRET, HUB_DOORS_SOURCES_OFTEN_VERIFY
        HUB_DOORS_TARGETS_0_COLOUR_OF_IT is not a key of the hub; there are HUB_DOORS_TARGETS_0_MEDIUM, HUB_DOORS_TARGETS_0_WEBHOOK_URL
        hub.doors.sources.often.every is not a key of the hub; there are max-age, secret, verify
        hub.doors.targets[0].colour is not a key of the hub; there are medium, webhook-url
        """);
  }

  @Test
  void duration_without_a_unit_is_refused_as_it_was_written() {
    refuses(
        Map.of("hub.doors.sources.a.max-age", 30, "hub.doors.sources.b.max-age", "-1.5"),
        Map.of("HUB_DOORS_SOURCES_C_MAX_AGE", "60", "HUB_DOORS_SOURCES_C_MAXAGE", "61"),
        """
        HUB_DOORS_SOURCES_C_MAXAGE = 61: a duration needs a unit, such as 61s, 61m or 61h
        HUB_DOORS_SOURCES_C_MAX_AGE = 60: a duration needs a unit, such as 60s, 60m or 60h
        hub.doors.sources.a.max-age = 30: a duration needs a unit, such as 30s, 30m or 30h
        hub.doors.sources.b.max-age = -1.5: a duration needs a unit, such as -1.5s, -1.5m or -1.5h
        """);
    accepts(
        Map.of("hub.doors.sources.a.max-age", "0"),
        Map.of("HUB_DOORS_SOURCES_C_MAX_AGE", "30s", "HUB_PORT", "30"));
  }

  @Test
  void durations_are_told_as_they_are_written() {
    assertThat(Wording.plainDurations("must be PT0.03S to P30D, PT1M30S, PT2H or PT0S, was: PT36H"))
        .isEqualTo("must be 30ms to 30d, 90s, 2h or 0s, was: 36h");
    assertThat(Wording.plainDurations("PTA, P, HTTPS and PT5Sx stay"))
        .isEqualTo("PTA, P, HTTPS and PT5Sx stay");
  }

  @Test
  void secret_does_not_open_into_keys() {
    assertThat(KNOWN.contains(List.of("hub", "admin-token", "reveal"))).isFalse();
  }

  @Test
  void every_default_is_as_the_readme_says() throws Exception {
    runner()
        .run(
            context -> {
              HubProperties hub = context.getBean(HubProperties.class);
              assertThat(hub)
                  .isEqualTo(
                      new HubProperties(
                          Path.of(".hub"),
                          Path.of("routes"),
                          8080,
                          InetAddress.getByName("127.0.0.1"),
                          9080,
                          null,
                          new HubProperties.Db(null, null, null, Duration.ofMinutes(5)),
                          new HubProperties.Egress(List.of(), DataSize.ofMegabytes(10))));
            });
  }

  @Test
  void bad_value_is_named_with_its_key_and_the_rule() {
    saysAboutAFailedStart("hub.port=many", "hub.port = many: must be a whole number");
    saysAboutAFailedStart(
        "hub.port=99999", "hub.port = 99999: must be less than or equal to 65535");
    saysAboutAFailedStart(
        "hub.admin-token=canary7", "hub.admin-token must have at least 16 characters, had 7");
    saysAboutAFailedStart(
        "hub.people.ann=",
        "hub.people.ann: must hold keys of its own," + " was a plain value or empty");
  }

  @Test
  void secret_and_its_file_may_not_both_be_set(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "canary\n");
    var environment = environment(Map.of("HUB_DB_PASSWORD_FILE", file.toString()));
    new SecretFiles().postProcessEnvironment(environment, new SpringApplication());
    assertThat(environment.getProperty("hub.db.password")).isEqualTo("canary");
    var both =
        environment(Map.of("HUB_DB_PASSWORD_FILE", file.toString(), "HUB_DB_PASSWORD", "other"));
    assertThatThrownBy(
            () -> new SecretFiles().postProcessEnvironment(both, new SpringApplication()))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessage("At most one of HUB_DB_PASSWORD and HUB_DB_PASSWORD_FILE may be set");
  }

  @Test
  void values_of_routes_come_from_keys_variables_and_files(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("shop"), "canary-of-a-file\n");
    var environment =
        environment(
            Map.of(
                "HUB_SECRETS_SHOP_KEY_FILE", file.toString(),
                "HUB_SECRETS_OTHER", "canary-of-a-variable",
                "HUB_VARS_LANG", "nl"));
    new SecretFiles().postProcessEnvironment(environment, new SpringApplication());
    var values = RouteValues.of(environment);
    assertThat(values.var("lang")).isEqualTo("nl");
    assertThat(values.reveal(values.reference("shop-key"))).isEqualTo("canary-of-a-file");
    assertThat(values.reveal(values.reference("other"))).isEqualTo("canary-of-a-variable");
    assertThat(values.hasSecret("lang")).isFalse();
    assertThat(values.var("other")).isNull();
    assertThat(values.reveal("#secret-shop-key")).isNull();
    assertThat(Redaction.instance().redact("x canary-of-a-file x")).isEqualTo("x ****** x");
  }

  private static void accepts(Map<String, Object> keys, Map<String, Object> variables) {
    assertThatCode(() -> check(keys, variables)).doesNotThrowAnyException();
  }

  private static void refuses(
      Map<String, Object> keys, Map<String, Object> variables, String message) {
    assertThatThrownBy(() -> check(keys, variables))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessage(message.strip())
        .hasMessageNotContaining("canary");
  }

  private static void check(Map<String, Object> keys, Map<String, Object> variables) {
    StandardEnvironment environment = environment(variables);
    environment.getPropertySources().addFirst(new MapPropertySource("given", keys));
    StrictConfiguration.check(environment, KNOWN);
  }

  private static StandardEnvironment environment(Map<String, Object> variables) {
    var environment =
        new StandardEnvironment() {
          @Override
          public Map<String, Object> getSystemEnvironment() {
            return variables;
          }
        };
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new HashMap<>(variables)));
    return environment;
  }

  private static void saysAboutAFailedStart(String property, String description) {
    runner()
        .withPropertyValues(property)
        .run(
            context ->
                assertThat(description(context.getStartupFailure()))
                    .isEqualTo(description)
                    .doesNotContain("canary"));
  }

  private static @Nullable String description(@Nullable Throwable failure) {
    assertThat(failure).isNotNull();
    var analysis = new ConfigurationAnalyzer().analyze(failure);
    return analysis == null ? null : analysis.getDescription();
  }

  private static ApplicationContextRunner runner() {
    return new ApplicationContextRunner().withUserConfiguration(Bound.class);
  }

  @EnableConfigurationProperties({HubProperties.class, PeopleProperties.class})
  @Import({FilePathEditor.class, SecretConverter.class})
  static class Bound {}
}
