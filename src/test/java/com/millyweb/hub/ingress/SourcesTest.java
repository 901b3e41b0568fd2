package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.ingress.verify.BearerToken;
import com.millyweb.hub.ingress.verify.Freshness;
import com.millyweb.hub.ingress.verify.HmacSignature;
import com.millyweb.hub.ingress.verify.StandardWebhooksSignature;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What configuration may say, and what the start says when it may not. */
class SourcesTest {
  private final ApplicationContextRunner hub =
      new ApplicationContextRunner().withUserConfiguration(Door.class, secretConverter());

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    HubProperties.class,
    IngressProperties.class,
    PackagedRoutes.class
  })
  @Import({
    Kinds.class,
    Sources.class,
    Freshness.class,
    StandardWebhooksSignature.class,
    HmacSignature.class,
    BearerToken.class
  })
  static class Door {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @Test
  void environment_alone_declares_a_source_of_the_kind_it_is_called() {
    environment(Map.of("HUB_INGRESS_SOURCES_GITHUB_SECRET", "one\ntwo"))
        .run(
            context -> {
              Source github = context.getBean(Sources.class).named("github");
              assertThat(github.kind()).isEqualTo("github");
              assertThat(github.secrets()).hasSize(2);
              assertThat(github.maxSize()).isEqualTo(25 << 20);
            });
    environment(
            Map.of(
                "HUB_INGRESS_SOURCES_GITLAB_SECRET", "s",
                "HUB_INGRESS_SOURCES_FORGEJO_SECRET", "s",
                "HUB_INGRESS_SOURCES_GRAFANA_SECRET", "s"))
        .run(
            context -> {
              Sources sources = context.getBean(Sources.class);
              assertThat(sources.named("gitlab").maxSize()).isEqualTo(25 << 20);
              assertThat(sources.named("forgejo").maxSize()).isEqualTo(25 << 20);
              assertThat(sources.named("grafana").maxSize()).isEqualTo(1 << 20);
            });
    environment(
            Map.of(
                "HUB_INGRESS_SOURCES_SHOP_VERIFY", "hmac",
                "HUB_INGRESS_SOURCES_SHOP_SECRET", "s",
                "HUB_INGRESS_SOURCES_SHOP_CLIENT_RATE", "10/m",
                "HUB_INGRESS_SOURCES_SHOP_HMAC_ENCODING", "base64"))
        .run(
            context -> {
              Source shop = context.getBean(Sources.class).named("shop");
              assertThat(shop.kind()).isEqualTo("hmac");
              assertThat(shop.maxSize()).isEqualTo(1 << 20);
              assertThat(shop.properties().clientRate()).isEqualTo(Rate.valueOf("10/m"));
              assertThat(shop.properties().hmac().encoding())
                  .isEqualTo(HmacProperties.Encoding.BASE64);
            });
  }

  @Test
  void unknown_kind_stops_the_start_with_the_kinds_there_are() {
    assertRefused(
        Map.of("verify", "gitub", "secret", "s"),
        "hub.ingress.sources.shop.verify",
        "alertmanager, bearer, ",
        "'gitub'");
    assertRefused(
        Map.of("secret", "s"),
        "'shop' is no kind; set HUB_INGRESS_SOURCES_SHOP_VERIFY to one of [");
  }

  @Test
  void missing_and_empty_secrets_stop_the_start() {
    assertRefused(Map.of("verify", "hmac"), "hub.ingress.sources.shop.secret", "at least one");
    assertRefused(
        Map.of("verify", "hmac", "secret", ""), "hub.ingress.sources.shop.secret", "at least one");
    assertRefused(Map.of("verify", "hmac", "secret[0]", " "), "must not be empty");
    assertRefused(
        Map.of("verify", "bearer", "secret", "two words"),
        "hub.ingress.sources.shop.secret",
        "white space");
  }

  @Test
  void environment_says_where_to_catch_up() {
    environment(
            Map.of(
                "HUB_INGRESS_SOURCES_GITHUB_SECRET", "s",
                "HUB_INGRESS_SOURCES_GITHUB_CATCH_UP_HOOK", "repos/ann/garden/hooks/1",
                "HUB_INGRESS_SOURCES_GITHUB_CATCH_UP_TOKEN", "t0ken-of-the-test",
                "HUB_INGRESS_SOURCES_GITHUB_CATCH_UP_BASE_URL", "https://ghe.example/api/v3"))
        .run(
            context -> {
              var catchUp = context.getBean(Sources.class).named("github").properties().catchUp();
              assertThat(catchUp.hook()).isEqualTo("repos/ann/garden/hooks/1");
              assertThat(catchUp.baseUrl()).hasHost("ghe.example");
              assertThat(catchUp.interval()).hasMinutes(5);
              assertThat(catchUp.toString()).doesNotContain("t0ken");
            });
    environment(Map.of("HUB_INGRESS_SOURCES_GITHUB_SECRET", "s"))
        .run(
            context ->
                assertThat(context.getBean(Sources.class).named("github").properties().catchUp())
                    .isNull());
  }

  @Test
  void catching_up_needs_a_webhook_of_github() {
    assertRefused(
        Map.of(
            "verify", "github",
            "secret", "s",
            "catch-up.hook", "ann/garden",
            "catch-up.token", "t0ken-of-the-test"),
        "catch-up.hook must be repos/",
        "'ann/garden'");
    assertRefused(
        Map.of("verify", "github", "secret", "s", "catch-up.hook", "repos/ann/garden/hooks/1"),
        "catch-up.token");
    assertRefused(
        Map.of(
            "verify", "hmac",
            "secret", "s",
            "catch-up.hook", "orgs/ann/hooks/1",
            "catch-up.token", "t0ken-of-the-test"),
        "hub.ingress.sources.shop.catch-up",
        "hmac");
  }

  @Test
  void what_a_kind_can_not_do_is_not_believed_to_be_done() {
    assertRefused(
        Map.of("verify", "hmac", "secret", "s", "token-in-query", "true"),
        "hub.ingress.sources.shop.token-in-query",
        "bearer");
    assertRefused(
        Map.of("verify", "github", "secret", "s", "method", "any"),
        "hub.ingress.sources.shop.method",
        "github");
    environment(
            Map.of(
                "HUB_INGRESS_SOURCES_SHELLY_VERIFY", "bearer",
                "HUB_INGRESS_SOURCES_SHELLY_SECRET", "s",
                "HUB_INGRESS_SOURCES_SHELLY_METHOD", "any",
                "HUB_INGRESS_SOURCES_SHELLY_TOKEN_IN_QUERY", "true"))
        .run(
            context -> {
              Source shelly = context.getBean(Sources.class).named("shelly");
              assertThat(shelly.takesAnyMethod()).isTrue();
              assertThat(shelly.hasTokenInQuery()).isTrue();
            });
  }

  @Test
  void bad_values_stop_the_start() {
    assertRefused(Map.of("verify", "hmac", "secret", "s", "rate", "fast"), "'fast'", "100/s");
    assertRefused(Map.of("verify", "hmac", "secret", "s", "max-size", "0B"), "max-size");
    assertRefused(Map.of("verify", "hmac", "secret", "s", "key", "{a"), "'{a'");
    assertRefused(Map.of("verify", "hmac", "secret", "s", "hmac.signed", "{X-Only}"), "{body}");
    assertRefused(
        Map.of("verify", "hmac", "secret", "s", "hmac.element", "v1", "hmac.timestamp", "t"),
        "{t}");
    hub.withPropertyValues("hub.ingress.sources.Shop_1.secret=s")
        .run(context -> assertThat(context).hasFailed());
    hub.withPropertyValues(
            "hub.ingress.sources.health.verify=hmac", "hub.ingress.sources.health.secret=s")
        .run(context -> assertThat(context).hasFailed());
  }

  private ApplicationContextRunner environment(Map<String, Object> variables) {
    return hub.withInitializer(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .replace(
                    "systemEnvironment",
                    new SystemEnvironmentPropertySource("systemEnvironment", variables)));
  }

  private void assertRefused(Map<String, String> shop, String... parts) {
    hub.withPropertyValues(
            shop.entrySet().stream()
                .map(entry -> "hub.ingress.sources.shop." + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new))
        .run(
            context -> {
              assertThat(context).hasFailed();
              Throwable failure = context.getStartupFailure();
              assertThat(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                  .contains(parts);
            });
  }

  private static Class<?> secretConverter() {
    try {
      return Class.forName("com.millyweb.hub.secret.SecretConverter");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
