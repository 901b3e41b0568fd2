package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * {@code kill -9} at every boundary of a run of an agent. The boundaries are those that a run comes
 * to which nobody kills; then as many runs as there are go until each stands at one of its own, and
 * the hub is killed. {@code -Dhub.crash.rounds=10} for more of it.
 */
class AgentKillTest {
  private static final Logger log = LoggerFactory.getLogger(AgentKillTest.class);
  private static final int ROUNDS = Integer.getInteger("hub.crash.rounds", 1);
  private static final int RUNS_OF_A_LIFE = 6;

  /** Comes in the middle of the runs of a life. */
  private static final int NTH = 24;

  /** Of six runs, before they get company. */
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(20);

  private static final Set<Failpoint> COMMITS =
      EnumSet.of(Failpoint.CLAIMED, Failpoint.SETTLING, Failpoint.UNCOMMITTED, Failpoint.SETTLED);

  private static final String MODEL = "model ";
  private static final String WAITS = "waits";

  private static final String BEGINS = "a step is about to begin";
  private static final String DONE = "a step is done, and its end is not stored";
  private static final String ANSWERS = "the model is in the middle of its answer";
  private static final String WORKS = "a tool is at work that only reads, or may be repeated";
  private static final String ASKED = "a person is asked";
  private static final String AT_A_COMMIT =
      "a transaction that claims or ends steps is open, or just committed";

  /** Where nobody but a person can know whether it was done. */
  private static final List<String> UNSAFE =
      List.of(
          "an unsafe call is put down as begun, and not made yet",
          "an unsafe call is under way",
          "an unsafe call is done, and its result is not stored");

  private static final List<String> ROWS =
      List.of(
          BEGINS,
          DONE,
          ANSWERS,
          WORKS,
          UNSAFE.get(0),
          UNSAFE.get(1),
          UNSAFE.get(2),
          ASKED,
          AT_A_COMMIT);

  private static final String FIRST = "<!-- crash table -->\n";
  private static final String LAST = "<!-- /crash table -->";

  /** Where a run stands still when the hub is killed. */
  private record Halt(String name, UUID run, UUID where, String place) {}

  @Test
  void run_ends_as_if_nobody_had_killed_its_hub() throws IOException {
    try (var receiver = new Receiver();
        var duty = new AgentDuty();
        var hub = HubProcess.at("agent-kill", receiver)) {
      duty.preparing(hub);
      hub.start();
      hub.awaitStarted();
      duty.decide(hub, hub.postgres());
      UUID calm = duty.begin(hub, "calm");
      awaitEnd(hub, List.of(calm));
      AgentOutcome expected = AgentOutcome.of(hub, duty, calm);
      assertThat(expected.answer())
          .isEqualTo(
              "So: left seen, right seen, noted, put, posted, pressed, So: helped with inside"
                  + " seen");
      assertThat(expected.twice() + expected.repeats()).isZero();
      assertThat(expected.steps()).hasSize(11);
      Map<String, Row> table = new HashMap<>();
      for (int round = 1; round <= ROUNDS; round++) {
        sweep(hub, duty, calm, expected, round, table);
      }
      commits(hub, duty, expected, table);
      String text = table(table);
      log.info("{}", text);
      String readme = Files.readString(Path.of("README.md"));
      if (ROUNDS == 1) {
        assertThat(readme).as("README.md, in which this table must stand").contains(text);
      }
    }
  }

  /** One kill, with a run at each boundary. */
  private static void sweep(
      HubProcess hub,
      AgentDuty duty,
      UUID calm,
      AgentOutcome expected,
      int round,
      Map<String, Row> table)
      throws IOException {
    List<Halt> halts = new ArrayList<>();
    for (boolean helper : new boolean[] {false, true}) {
      for (String place : passed(hub, helper ? AgentDuty.helper(calm) : calm)) {
        halts.add(halt(round, helper, place));
      }
      for (int turn = 0; turn < (helper ? 2 : 4); turn++) {
        Halt halt = halt(round, helper, MODEL + turn);
        duty.pause(halt.where(), turn);
        halts.add(halt);
      }
    }
    for (String method : List.of("PUT", "POST")) {
      Halt halt = halt(round, false, method);
      duty.deeds.hold(method, halt.run().toString());
      halts.add(halt);
    }
    Halt asks = halt(round, false, WAITS);
    duty.waits(asks.run());
    halts.add(asks);
    Path folder = hub.home().resolve(Boundary.HALT);
    Files.createDirectories(folder);
    for (Halt halt : halts) {
      Files.writeString(folder.resolve(halt.where().toString()), halt.place());
    }
    for (Halt halt : halts) {
      duty.begin(hub, halt.name());
    }
    for (Halt halt : halts) {
      Awaitility.await("a run stands still at " + halt)
          .atMost(HubProcess.PATIENCE)
          .until(() -> isHalted(hub, duty, halt));
    }
    hub.kill();
    FileSystemUtils.deleteRecursively(folder);
    duty.release();
    hub.start();
    hub.awaitStarted();
    awaitEnd(hub, halts.stream().map(Halt::run).toList());
    for (Halt halt : halts) {
      AgentOutcome outcome = AgentOutcome.of(hub, duty, halt.run());
      log.info("{}: asked {}, answer {}", halt, outcome.repeats(), outcome.answer());
      assertThat(outcome.withoutRepeats()).as("killed at %s", halt).isEqualTo(expected);
      String where = where(halt);
      assertThat(outcome.repeats())
          .as("asked at %s", halt)
          .isEqualTo(UNSAFE.contains(where) ? 1 : 0);
      table.merge(where, Row.of(outcome), Row::with);
    }
  }

  private static Halt halt(int round, boolean helper, String place) {
    String name = "%d %s%s".formatted(round, helper ? "helper " : "", place);
    UUID run = AgentDuty.run(name);
    return new Halt(name, run, helper ? AgentDuty.helper(run) : run, place);
  }

  private static boolean isHalted(HubProcess hub, AgentDuty duty, Halt halt) {
    return switch (halt.place()) {
      case "PUT", "POST" -> duty.deeds.isHeld(halt.place(), halt.run().toString());
      case WAITS ->
          hub.postgres()
                  .sql()
                  .sql("select count(*) from approval where run = ? and state = 'open'")
                  .param(halt.run())
                  .query(Long.class)
                  .single()
              > 0;
      default ->
          halt.place().startsWith(MODEL)
              ? duty.isPaused(
                  halt.where(), Integer.parseInt(halt.place().substring(MODEL.length())))
              : Files.exists(hub.home().resolve(Boundary.HALTED).resolve(halt.where().toString()));
    };
  }

  /** The row of the table. */
  private static String where(Halt halt) {
    String place = halt.place();
    if (place.equals(WAITS)) {
      return ASKED;
    }
    if (place.equals("POST")) {
      return UNSAFE.get(1);
    }
    if (place.equals("post begins")) {
      return UNSAFE.get(0);
    }
    if (place.equals("post is done") || place.equals("act 7 is done")) {
      return UNSAFE.get(2);
    }
    if (place.startsWith(MODEL)) {
      return ANSWERS;
    }
    if (place.matches("(start|think|act|decision|finish).*")) {
      return place.endsWith("begins") ? BEGINS : DONE;
    }
    return WORKS;
  }

  /** Kills before, within and after the transactions in which steps end. */
  private static void commits(
      HubProcess hub, AgentDuty duty, AgentOutcome expected, Map<String, Row> table) {
    List<String> names = new ArrayList<>();
    List<String> more = new ArrayList<>();
    hub.kill();
    for (int round = 1; round <= ROUNDS; round++) {
      for (Failpoint point : COMMITS) {
        hub.start("--crash.point=" + point, "--crash.nth=" + NTH);
        for (int i = 1; i <= RUNS_OF_A_LIFE; i++) {
          names.add("%d %s %d".formatted(round, point, i));
          duty.begin(hub, names.get(names.size() - 1));
        }
        // a quick machine may be done before it comes to it
        while (!hub.awaitDeath(LONGEST_LIFE)) {
          more.add("more " + more.size());
          duty.begin(hub, more.get(more.size() - 1));
        }
        assertThat(hub.exit()).as("end at %s", point).isEqualTo(137);
      }
    }
    hub.start();
    hub.awaitStarted();
    // a door that was not open yet took nothing
    List<UUID> runs = names.stream().map(name -> duty.begin(hub, name)).toList();
    List<UUID> others = more.stream().map(name -> duty.begin(hub, name)).toList();
    awaitEnd(hub, Stream.concat(runs.stream(), others.stream()).toList());
    for (UUID run : others) {
      assertThat(AgentOutcome.of(hub, duty, run).withoutRepeats()).isEqualTo(expected);
    }
    for (UUID run : runs) {
      AgentOutcome outcome = AgentOutcome.of(hub, duty, run);
      assertThat(outcome.withoutRepeats()).isEqualTo(expected);
      table.merge(AT_A_COMMIT, Row.of(outcome), Row::with);
    }
  }

  static void awaitEnd(HubProcess hub, List<UUID> runs) {
    Awaitility.await("all runs end")
        .atMost(HubProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        // while the database is away
        .ignoreExceptions()
        .until(
            () ->
                hub.postgres()
                        .sql()
                        .sql(
                            """
                            select count(*) from agent_run where id in (:runs) and ended is not null
                            """)
                        .param("runs", runs)
                        .query(Long.class)
                        .single()
                    == runs.size());
  }

  private static Set<String> passed(HubProcess hub, UUID run) throws IOException {
    return new LinkedHashSet<>(
        Files.readAllLines(hub.home().resolve(Boundary.PASSED).resolve(run.toString())));
  }

  /** What became of the runs that stood at one kind of boundary. */
  private record Row(int runs, long lost, long twice, long asked) {
    static Row of(AgentOutcome outcome) {
      return new Row(1, outcome.isLost() ? 1 : 0, outcome.twice(), outcome.repeats());
    }

    Row with(Row other) {
      return new Row(
          runs + other.runs, lost + other.lost, twice + other.twice, asked + other.asked);
    }
  }

  private static String table(Map<String, Row> rows) {
    var text = new StringBuilder(FIRST);
    text.append(
        """
        | The hub is killed while … | runs | lost | effects done twice | a person was asked |
        |---|---|---|---|---|
        """);
    for (String where : ROWS) {
      Row row = rows.get(where);
      String asked = where.equals(AT_A_COMMIT) ? "about unsafe calls only" : "" + row.asked();
      text.append(
          "| %s | %d | %d | %d | %s |\n"
              .formatted(where, row.runs(), row.lost(), row.twice(), asked));
    }
    return text.append(LAST).toString();
  }
}
