package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.secret.SecretConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Import;

/** A value of {@code hub.yaml} is the text that stands there. */
class ScalarTextsTest {
  @TempDir Path folder;

  @ConfigurationProperties("hub.scalars")
  record Scalars(
      Secret secret,
      @DefaultValue List<Secret> several,
      @DefaultValue Map<String, Secret> named,
      String word,
      boolean flag,
      int number) {}

  @EnableConfigurationProperties(Scalars.class)
  @Import(SecretConverter.class)
  static class Configuration {}

  @Test
  void numbers_and_yes_and_no_are_the_texts_that_were_written() throws IOException {
    Path file = folder.resolve("hub.yaml");
    Files.writeString(
        file,
        """
        hub:
          scalars:
            secret: 0123
            several: [1_000, 1.50, off]
            named: {a: 0x1F, b: yes}
            word: off
            flag: on
            number: 42
        """);
    try (var context =
        new SpringApplicationBuilder(Configuration.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .run("--spring.config.import=file:" + file)) {
      Scalars read = context.getBean(Scalars.class);
      assertThat(read.secret().reveal()).isEqualTo("0123");
      assertThat(read.several().stream().map(Secret::reveal))
          .containsExactly("1_000", "1.50", "off");
      assertThat(read.named().get("a").reveal()).isEqualTo("0x1F");
      assertThat(read.named().get("b").reveal()).isEqualTo("yes");
      assertThat(read.word()).isEqualTo("off");
      assertThat(read.flag()).isTrue();
      assertThat(read.number()).isEqualTo(42);
    }
  }

  @Test
  void one_number_is_a_list_of_one_secret() throws IOException {
    Path file = folder.resolve("hub.yaml");
    Files.writeString(file, "hub: {scalars: {secret: x, several: 123, flag: no, number: 1}}\n");
    try (var context =
        new SpringApplicationBuilder(Configuration.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .run("--spring.config.import=file:" + file)) {
      Scalars read = context.getBean(Scalars.class);
      assertThat(read.several().stream().map(Secret::reveal)).containsExactly("123");
      assertThat(read.flag()).isFalse();
    }
  }
}
