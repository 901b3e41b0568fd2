package com.millyweb.hub.knowledge.parse;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A parser that lives through all stories of a class, and reads on after each. */
abstract class HarmfulDocuments {
  @TempDir static Path home;
  static Parser parser;

  @BeforeAll
  static void start() {
    parser = new Parser(home, "timeout=40s");
  }

  @AfterAll
  static void stop() {
    parser.close();
  }

  @AfterEach
  void the_next_document_is_read() throws Exception {
    parser.assertReadsOn();
  }
}
