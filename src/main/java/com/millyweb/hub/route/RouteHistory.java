package com.millyweb.hub.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.route.check.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The versions of route files. A database that is down keeps no edit from running: what could not
 * be written is written later, in order.
 */
@Component
class RouteHistory {
  private static final Logger log = LoggerFactory.getLogger(RouteHistory.class);
  private static final String REFUSE = Sql.read("route/refuse");
  private static final int CONTEXT_LINES = 3;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final Deque<Runnable> unwritten = new ArrayDeque<>();

  RouteHistory(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** The version that ran last, unless the file was removed since. */
  Optional<RouteText> lastGood(String file) {
    return latest(file)
        .filter(version -> version.content() != null)
        .map(version -> RouteText.of(file, String.valueOf(version.content())));
  }

  List<RouteVersion> versions(String file) {
    return jdbc.sql(
            """
            select id, file, at, verdict, source, hash, content, diff
              from route_version where file = :file order by id desc limit 200
            """)
        .param("file", file)
        .query(RouteHistory::version)
        .list();
  }

  void applied(RouteText text, String source) {
    Instant at = clock.instant();
    write(
        () -> {
          forgive(text.file());
          Optional<RouteVersion> before = latest(text.file());
          if (before.map(RouteVersion::hash).filter(text.hash()::equals).isEmpty()) {
            String old = before.map(RouteVersion::content).orElse("");
            insert(
                text.file(),
                at,
                "applied",
                source,
                text.hash(),
                text.content(),
                diff(text.file(), old, text.content()));
          }
        });
  }

  void removed(String file, String source) {
    Instant at = clock.instant();
    write(
        () -> {
          forgive(file);
          latest(file)
              .map(RouteVersion::content)
              .ifPresent(
                  old -> insert(file, at, "removed", source, null, null, diff(file, old, "")));
        });
  }

  void refused(RouteText text, List<Problem> problems) {
    Instant at = clock.instant();
    write(
        () ->
            jdbc.sql(REFUSE)
                .param("file", text.file())
                .param("at", Rows.parameter(at))
                .param("hash", text.hash())
                .param("content", Rows.storable(text.content()))
                .param("problems", write(problems))
                .update());
  }

  /** Files that this folder has or had. */
  Set<String> filesOf(String folder) {
    return Set.copyOf(
        jdbc.sql("select distinct file from route_folder_file where folder = :folder")
            .param("folder", folder)
            .query(String.class)
            .list());
  }

  void saw(String folder, Set<String> files) {
    Instant at = clock.instant();
    write(
        () ->
            jdbc.sql(
                    """
                    insert into route_folder_file (folder, file, at)
                    select :folder, unnest(:files), :at on conflict do nothing
                    """)
                .param("folder", folder)
                .param("files", files.toArray(String[]::new))
                .param("at", Rows.parameter(at))
                .update());
  }

  /** Files whose latest content was refused. */
  Set<String> refusals() {
    return Set.copyOf(jdbc.sql("select file from route_refusal").query(String.class).list());
  }

  /** Writes what could not be written before. */
  synchronized void catchUp() {
    while (!unwritten.isEmpty()) {
      try {
        unwritten.peek().run();
      } catch (DataIntegrityViolationException e) {
        log.error("A version of a route file could not be written and is left out", e);
      } catch (DataAccessException e) {
        return;
      }
      unwritten.remove();
    }
  }

  private synchronized void write(Runnable statement) {
    boolean quiet = unwritten.isEmpty();
    unwritten.add(statement);
    catchUp();
    if (quiet && !unwritten.isEmpty()) {
      log.warn("The database takes no route versions now; they are kept and written later");
    }
  }

  private void forgive(String file) {
    jdbc.sql("delete from route_refusal where file = :file").param("file", file).update();
  }

  private Optional<RouteVersion> latest(String file) {
    return jdbc.sql(
            """
            select id, file, at, verdict, source, hash, content, diff
              from route_version where file = :file order by id desc limit 1
            """)
        .param("file", file)
        .query(RouteHistory::version)
        .optional();
  }

  private void insert(
      String file,
      Instant at,
      String verdict,
      String source,
      @Nullable String hash,
      @Nullable String content,
      String diff) {
    jdbc.sql(
            """
            insert into route_version (file, at, verdict, source, hash, content, diff)
            values (:file, :at, :verdict, :source, :hash, :content, :diff)
            """)
        .param("file", file)
        .param("at", Rows.parameter(at))
        .param("verdict", verdict)
        .param("source", source)
        .param("hash", hash)
        .param("content", content)
        .param("diff", diff)
        .update();
  }

  private static String diff(String file, String old, String fresh) {
    List<String> before = old.lines().toList();
    var patch = DiffUtils.diff(before, fresh.lines().toList());
    return String.join(
        "\n", UnifiedDiffUtils.generateUnifiedDiff(file, file, before, patch, CONTEXT_LINES));
  }

  private String write(List<Problem> problems) {
    try {
      return Rows.storableJson(json.writeValueAsString(problems));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Problems cannot be written as JSON", e);
    }
  }

  private static RouteVersion version(ResultSet row, int number) throws SQLException {
    return new RouteVersion(
        row.getLong("id"),
        row.getString("file"),
        Rows.instant(row, "at"),
        row.getString("verdict"),
        row.getString("source"),
        row.getString("hash"),
        row.getString("content"),
        row.getString("diff"));
  }
}
