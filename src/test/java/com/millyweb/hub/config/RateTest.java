package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  @Test
  void rate_is_a_count_and_a_time() {
    assertThat(Rate.valueOf("150/m")).isEqualTo(new Rate(150, Duration.ofMinutes(1)));
    assertThat(Rate.valueOf(" 20 / s ").perSecond()).isEqualTo(20);
    assertThat(Rate.valueOf("150/m").perSecond()).isEqualTo(2.5);
    assertThat(Rate.valueOf("1800/h").perSecond()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/s", "10/", "s", "10/d", "0/s", "-1/s", "1.5/s", "9999999999/s"})
  void other_spellings_are_refused_with_an_example(String text) {
    assertThatThrownBy(() -> Rate.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A rate must be written like 100/s, 30/m or 1000/h, was: '%s'".formatted(text));
  }

  @ParameterizedTest
  @CsvSource({"1,1/s", "10,10/s", "2.5,150/m", "0.2,12/m", "0.001,"})
  void number_alone_is_refused_with_what_to_write_instead(String number, String instead) {
    assertThatThrownBy(() -> Rate.valueOf(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            instead == null
                ? "was: '%s'".formatted(number)
                : "; %s a second is %s".formatted(number, instead));
  }
}
