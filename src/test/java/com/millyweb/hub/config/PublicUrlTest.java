package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
  @ParameterizedTest
  @ValueSource(strings = {"https://hub.example.org", "https://hub.example.org/"})
  void links_lead_below_it(String url) {
    var properties = new PublicUrlProperties(URI.create(url));
    UUID id = UUID.fromString("01a209a2-47fd-7b19-af35-e7dcdad91720");
    assertThat(properties.action("a:b")).isEqualTo("https://hub.example.org/act/a:b");
    assertThat(properties.notice(id)).isEqualTo("https://hub.example.org/?notice=" + id);
  }

  @Test
  void nothing_is_linked_without_it() {
    assertThat(new PublicUrlProperties(null).action("a:b")).isNull();
    assertThat(new PublicUrlProperties(null).notice(UUID.randomUUID())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hub.example.org",
        "ftp://hub.example.org",
        "https://hub.example.org/hub",
        "https://hub.example.org?x",
        "https://hub.example.org/#x",
        "https://user:password@hub.example.org",
        "https:///"
      })
  void more_than_a_host_is_refused(String url) {
    assertThatThrownBy(() -> new PublicUrlProperties(URI.create(url)))
        .hasMessageContaining("hub.public-url must be an http or https URL without a path");
  }
}
