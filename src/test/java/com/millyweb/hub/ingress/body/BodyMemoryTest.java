package com.millyweb.hub.ingress.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
  private static final int TOTAL = 96 << 10;
  private static final int LARGEST = 25 << 10;

  private final BodyMemory memory = new BodyMemory(TOTAL);

  @Test
  void one_source_leaves_half_to_the_others() {
    int bodies = 0;
    while (memory.take("github", LARGEST, LARGEST)) {
      bodies++;
    }
    assertThat(bodies).isEqualTo(2);
    assertThat(memory.take("gitea", LARGEST, LARGEST)).isTrue();
  }

  @Test
  void usual_body_has_room_when_all_is_taken() {
    for (String source : List.of("github", "gitea", "gitlab")) {
      while (memory.take(source, 1 << 10, LARGEST)) {
        // until nothing is left for it
      }
    }
    assertThat(memory.take("button", 1 << 10, 1 << 10)).isTrue();
    assertThat(memory.take("button", 1 << 10, 1 << 10)).isTrue();
    assertThat(memory.take("button", 1 << 10, 1 << 10)).isFalse();
  }

  @Test
  void largest_body_of_a_source_fits_where_half_is_less() {
    var little = new BodyMemory(30 << 10);
    assertThat(little.take("github", LARGEST, LARGEST)).isTrue();
  }

  @Property
  void what_was_given_back_can_be_taken_again(
      @ForAll List<@IntRange(min = 1, max = 60_000) Integer> sizes) {
    record Taken(String source, int kilobytes) {}
    Deque<Taken> taken = new ArrayDeque<>();
    for (int size : sizes) {
      String source = "s" + size % 3;
      if (memory.take(source, size, LARGEST)) {
        taken.add(new Taken(source, size));
      } else if (!taken.isEmpty()) {
        Taken first = taken.poll();
        memory.give(first.source(), first.kilobytes());
      }
    }
    taken.forEach(one -> memory.give(one.source(), one.kilobytes()));
    // nothing is lost, and nothing is there twice
    for (String source : List.of("s0", "s1")) {
      assertThat(memory.take(source, (2 << 10) + TOTAL / 2, LARGEST)).isTrue();
    }
    assertThat(memory.take("s2", (2 << 10) + 1, LARGEST)).isFalse();
    for (String source : List.of("s0", "s1")) {
      memory.give(source, (2 << 10) + TOTAL / 2);
    }
  }
}
