package com.millyweb.hub.knowledge.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.millyweb.hub.process.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The processes that read documents come when they are needed, and may end in any way. */
class ParsingProcessesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void one_process_reads_one_document_after_the_other() throws Exception {
    try (var parser = new Parser(home)) {
      assertThat(Parser.children()).isEmpty();
      parser.parse(Documents.docx(1), "a.docx");
      ProcessHandle first = onlyChild();
      parser.parse(Documents.pdf(1, false), "a.pdf");
      catchThrowable(() -> parser.parse(Documents.encryptedPdf(), "b.pdf"));
      parser.parse(Documents.docx(1), "a.docx");
      assertThat(onlyChild()).isEqualTo(first);
    }
    await().atMost(SOON).until(() -> Parser.children().isEmpty());
  }

  @Test
  void a_short_text_needs_no_process() throws Exception {
    try (var parser = new Parser(home)) {
      parser.parse(Documents.bytes("# Cellar\nIt is wet there."), "a.md");
      assertThat(Parser.children()).isEmpty();
    }
  }

  @Test
  void a_process_without_work_ends() throws Exception {
    // long enough to be seen, also where the test stands still for a while
    try (var parser = new Parser(home, "idle=10s")) {
      parser.parse(Documents.docx(1), "a.docx");
      ProcessHandle first = onlyChild();
      await().atMost(SOON).until(() -> !first.isAlive());
      parser.parse(Documents.docx(1), "a.docx");
      assertThat(onlyChild()).isNotEqualTo(first);
    }
  }

  @Test
  void a_document_that_takes_too_long_is_given_up_with_its_process() throws Exception {
    // the first document of a process takes longer than all others, and must be done in time as
    // well
    Duration timeout = Duration.ofSeconds(30);
    try (var parser = new Parser(home, "timeout=30s")) {
      parser.parse(Documents.docx(1), "a.docx");
      ProcessHandle stopped = onlyChild();
      signal(stopped, "STOP");
      Instant start = Instant.now();
      assertTimeoutPreemptively(
          Duration.ofMinutes(3),
          () ->
              assertThat(catchThrowable(() -> parser.parse(Documents.docx(1), "slow.docx")))
                  .isInstanceOf(UnreadableDocument.class)
                  .hasMessage(
                      "'slow.docx' cannot be read: reading it took longer than hub.knowledge.parse.timeout allows"));
      assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(timeout);
      await().atMost(SOON).until(() -> !stopped.isAlive());
      assertThat(parser.parse(Documents.docx(1), "next.docx").blocks()).hasSize(1);
    }
  }

  @Test
  void a_process_that_is_killed_in_the_midst_of_a_document_is_replaced() throws Exception {
    try (var parser = new Parser(home)) {
      parser.parse(Documents.docx(1), "a.docx");
      ProcessHandle killed = onlyChild();
      // it has the question, and cannot answer it before it is killed
      signal(killed, "STOP");
      FutureTask<ParsedDocument> read =
          beside(() -> parser.parse(Documents.docx(3), "killed.docx"));
      await().atMost(SOON).until(() -> !parser.left().isEmpty());
      signal(killed, "KILL");
      assertThat(read.get(60, TimeUnit.SECONDS).blocks()).hasSize(3);
      assertThat(parser.parse(Documents.docx(1), "next.docx").blocks()).hasSize(1);
      assertThat(onlyChild()).isNotEqualTo(killed);
    }
  }

  @Test
  void who_does_not_want_to_wait_any_longer_need_not() throws Exception {
    try (var parser = new Parser(home)) {
      parser.parse(Documents.docx(1), "a.docx");
      ProcessHandle stopped = onlyChild();
      signal(stopped, "STOP");
      var task = new FutureTask<>(() -> parser.parse(Documents.docx(1), "a.docx"));
      var thread = new Thread(task);
      thread.start();
      await().atMost(SOON).until(() -> !parser.left().isEmpty());
      thread.interrupt();
      assertThat(catchThrowable(() -> task.get(10, TimeUnit.SECONDS)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      await().atMost(SOON).until(() -> !stopped.isAlive());
    }
  }

  @Test
  void as_many_processes_work_as_are_allowed() throws Exception {
    try (var parser = new Parser(home, "processes=2")) {
      List<FutureTask<ParsedDocument>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(beside(() -> parser.parse(Documents.docx(3), "a.docx")));
      }
      for (FutureTask<ParsedDocument> one : all) {
        assertThat(one.get(120, TimeUnit.SECONDS).blocks()).hasSize(3);
      }
      assertThat(Parser.children()).hasSize(2);
    }
  }

  @Test
  void a_process_is_killed_before_the_hub_where_memory_ends() throws Exception {
    try (var parser = new Parser(home)) {
      parser.parse(Documents.docx(1), "a.docx");
      Path score = Path.of("/proc", String.valueOf(onlyChild().pid()), "oom_score_adj");
      assumeThat(score).exists();
      assertThat(Files.readString(score)).isEqualToIgnoringNewLines("1000");
    }
  }

  @Test
  void a_process_knows_no_secrets_of_the_hub() throws Exception {
    try (var parser = new Parser(home)) {
      parser.parse(Documents.docx(1), "a.docx");
      Path environment = Path.of("/proc", String.valueOf(onlyChild().pid()), "environ");
      assumeThat(environment).exists();
      assertThat(Files.readString(environment, StandardCharsets.ISO_8859_1).split("\0"))
          .extracting(variable -> variable.split("=")[0])
          .isSubsetOf("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "");
    }
  }

  /**
   * 200 MB of text, ten thousand pages and bombs, in a heap of 64 MB; and the end of all that when
   * the caller dies.
   */
  @Test
  void a_caller_with_little_memory_lives_on_and_takes_its_process_along() throws Exception {
    Path documents = Files.createDirectory(home.resolve("documents"));
    Files.write(documents.resolve("pages.pdf"), Documents.pdf(10_000, true));
    Files.write(
        documents.resolve("bomb.zip"),
        Documents.zipOf("a.txt", (byte) 'a', DataSize.ofGigabytes(1).toBytes()));
    Process caller =
        ChildJvm.of(
                SmallCaller.class,
                DataSize.ofMegabytes(64),
                documents.toString(),
                Files.createDirectory(home.resolve("work")).toString())
            .redirectError(home.resolve("caller.log").toFile())
            .start();
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      for (String line = told.readLine();
          line != null && !line.equals("done");
          line = told.readLine()) {
        lines.add(line);
      }
      assertThat(lines)
          .as("see %s", Files.readString(home.resolve("caller.log")))
          .contains("pages.pdf 10000 false", "last.pdf 2 false", "last.docx 1 false")
          .anyMatch(line -> line.matches("text.txt 7\\d\\d true"))
          .anyMatch(line -> line.matches("bomb.zip (bomb|\\d+ true)"));
      List<ProcessHandle> children = caller.toHandle().children().toList();
      assertThat(children).hasSize(1);
      caller.destroyForcibly();
      await().atMost(SOON).until(() -> !children.get(0).isAlive());
    } finally {
      caller.destroyForcibly();
    }
  }

  private static ProcessHandle onlyChild() {
    await().atMost(SOON).until(() -> Parser.children().size() == 1);
    return Parser.children().get(0);
  }

  private static void signal(ProcessHandle process, String signal) throws Exception {
    assertThat(
            new ProcessBuilder(Arrays.asList("kill", "-" + signal, String.valueOf(process.pid())))
                .start()
                .waitFor())
        .isZero();
  }

  private static <T> FutureTask<T> beside(Callable<T> task) {
    var future = new FutureTask<>(task);
    var thread = new Thread(future);
    thread.setDaemon(true);
    thread.start();
    return future;
  }
}
