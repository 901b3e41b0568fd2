package com.millyweb.hub.event.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          notify:ops?key=disk-7&title=Full | notify:ops?key=disk-7&title=Full
          notify:ops?title=Full&key=disk-7 | notify:ops?title=Full&key=disk-7
          event:order.placed?key=A7 | event:order.placed?key=A7
          notify:ops?apiKey=abc&key=disk-7 | notify:ops?apiKey=******&key=disk-7
          https://maps.test/v1?key=abc&q=x | https://maps.test/v1?key=******&q=x
          sftp:host/in?privateKeyFile=a&noop=true | sftp:host/in?privateKeyFile=******&noop=true
          ?key=abc | ?key=******
          """)
  void key_is_shown_where_it_says_what_belongs_together(String uri, String shown) {
    assertThat(ShownText.uri(uri, 200)).isEqualTo(shown);
  }
}
