package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypePatternTest {

  @ParameterizedTest
  @CsvSource({
    "github.push, github.push, true",
    "github.push, github.pushed, false",
    "docker.container.*, docker.container.die, true",
    "docker.container.*, docker.container, false",
    "docker.container.*, docker.container.die.now, false",
    "minio.**, minio, true",
    "minio.**, minio.object.created, true",
    "minio.**, minios.object, false",
    "**, a.b.c, true",
    "a.**.z, a.z, true",
    "a.**.z, a.b.c.z, true",
    "a.**.z, a.b.c, false",
    "**.**.b, b, true",
  })
  void star_is_one_segment_and_two_stars_are_any_number(
      String pattern, String type, boolean matches) {
    assertThat(TypePattern.of(pattern).matches(type)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a.*b", "a.***", "ä", "a/b"})
  void malformed_pattern_is_refused(String pattern) {
    assertThatThrownBy(() -> TypePattern.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("segment");
  }

  @Test
  void many_stars_do_not_explode() {
    String pattern = "**.a.".repeat(15) + "**";
    assertThat(TypePattern.of(pattern).matches("a.".repeat(200) + "b")).isTrue();
  }

  @Property
  void memory_and_sql_agree(
      @ForAll("patterns") List<String> pattern, @ForAll("types") List<String> type) {
    TypePattern compiled = TypePattern.of(String.join(".", pattern));
    String text = String.join(".", type);
    assertThat(("." + text).matches(compiled.regex())).isEqualTo(compiled.matches(text));
  }

  @Property
  void pattern_without_stars_matches_itself_only(
      @ForAll("types") List<String> pattern, @ForAll("types") List<String> type) {
    assertThat(TypePattern.of(String.join(".", pattern)).matches(String.join(".", type)))
        .isEqualTo(pattern.equals(type));
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.of("a", "b", "*", "**").list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> types() {
    return Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(6);
  }
}
