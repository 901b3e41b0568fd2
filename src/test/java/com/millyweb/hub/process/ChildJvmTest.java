package com.millyweb.hub.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ChildJvmTest {
  /** Fills its heap. */
  static final class Greedy {
    public static void main(String[] arguments) {
      List<long[]> kept = new ArrayList<>();
      while (true) {
        kept.add(new long[1 << 16]);
      }
    }
  }

  @Test
  void program_whose_heap_is_full_ends_with_its_code_and_says_nothing_among_its_answers()
      throws Exception {
    Process process =
        ChildJvm.of(Greedy.class, DataSize.ofMegabytes(16))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
  }
}
