package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedRoutesTest {

  /** A hub relies on it: what came with it is not made a second time before it runs. */
  @Test
  void everything_that_ships_can_be_made() {
    var said = new ByteArrayOutputStream();

    int exit =
        CheckCommand.run(List.of("routes"), new PrintStream(said, true, StandardCharsets.UTF_8));

    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("error");
    assertThat(exit).isZero();
  }
}
