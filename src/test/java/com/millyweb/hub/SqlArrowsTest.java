package com.millyweb.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows of the design, in SQL: a table belongs to the noun whose migration makes it, and
 * nobody else reads or writes it. What a noun offers to others is a view.
 */
class SqlArrowsTest {
  private static final Path JAVA = Path.of("src/main/java/com/millyweb/hub");
  private static final Path STATEMENTS = Path.of("src/main/resources/sql");
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** Tables that stand in the migration of the noun that they serve, and belong to another room. */
  private static final Map<String, String> OWNERS =
      Map.of(
          "audit", "audit",
          "docker_death", "service.docker",
          "docker_engine", "service.docker",
          "docker_image", "service.docker",
          "docker_update", "service.docker",
          "object_known", "service.minio",
          "object_told", "service.minio",
          "object_watch", "service.minio",
          "telegram_chat", "service.telegram",
          "role_login", "database");

  /** What everybody may read. */
  private static final Set<String> OFFERED =
      Set.of("event_log", "event_backlog", "event_subscription");

  /** What flows may read besides; the room database makes the views that they read it through. */
  private static final Map<String, Set<String>> ALSO =
      Map.of(
          "flow", Set.of("health_state"),
          "database", Set.of("health_state", "flow_alert", "flow_silence"));

  private static final Pattern MADE =
      Pattern.compile("(?i)\\bcreate (?:unlogged )?(?:table|view) (\\w+)");
  private static final Pattern USED =
      Pattern.compile(
          "(?i)\\b(?:from|join|into|update|using|table|truncate)\\s+(?:only\\s+)?(?:\\w+\\.)?(\\w+)");
  private static final Pattern SQL_COMMENT = Pattern.compile("--.*");

  /** Comments of Java, or one of the two kinds of literals in a group. */
  private static final Pattern JAVA_TEXT =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\])'|\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"",
          Pattern.DOTALL);

  @Test
  void nobody_uses_the_tables_of_another_noun() {
    Map<String, String> owners = owners();
    assertThat(owners).containsEntry("delivery", "event").containsEntry("notice", "notify");
    Map<String, Set<String>> wrong = new TreeMap<>();
    for (Path file : files(STATEMENTS, ".sql")) {
      String sql = SQL_COMMENT.matcher(read(file)).replaceAll("");
      foreign(sql, room(STATEMENTS, file), owners).forEach(table -> tell(wrong, file, table));
    }
    for (Path file : files(JAVA, ".java")) {
      for (String text : literals(read(file))) {
        foreign(text, room(JAVA, file), owners).forEach(table -> tell(wrong, file, table));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void tell(Map<String, Set<String>> wrong, Path file, String table) {
    wrong.computeIfAbsent(file.toString(), name -> new TreeSet<>()).add(table);
  }

  /** Which tables of others a text names where SQL names tables. */
  private static Set<String> foreign(String text, String room, Map<String, String> owners) {
    Set<String> foreign = new TreeSet<>();
    Matcher used = USED.matcher(text);
    while (used.find()) {
      String table = used.group(1).toLowerCase(Locale.ROOT);
      String owner = owners.get(table);
      boolean mine =
          owner == null
              || owner.equals(room)
              || OFFERED.contains(table)
              || ALSO.getOrDefault(room, Set.of()).contains(table);
      if (!mine) {
        foreign.add(table);
      }
    }
    return foreign;
  }

  /** Table or view → the room that it belongs to. */
  private static Map<String, String> owners() {
    Map<String, String> owners = new TreeMap<>();
    for (Path file : files(MIGRATIONS, ".sql")) {
      String noun = file.getFileName().toString().replaceAll("V\\d+__(\\w+)\\.sql", "$1");
      Matcher made = MADE.matcher(SQL_COMMENT.matcher(read(file)).replaceAll(""));
      while (made.find()) {
        owners.put(made.group(1), OWNERS.getOrDefault(made.group(1), noun));
      }
    }
    return owners;
  }

  private static List<String> literals(String java) {
    List<String> literals = new ArrayList<>();
    Matcher matcher = JAVA_TEXT.matcher(java);
    while (matcher.find()) {
      String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      if (text != null) {
        literals.add(text);
      }
    }
    return literals;
  }

  private static String room(Path folder, Path file) {
    Path inside = folder.relativize(file);
    String first = inside.getName(0).toString();
    return first.equals("service") ? "service." + inside.getName(1) : first;
  }

  private static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
