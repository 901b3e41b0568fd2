package com.millyweb.hub.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.route.check.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
  private static final String FOLLOWED = Sql.read("route/followed");
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
        .map(version -> RouteText.of(file, String.valueOf(version.content()), version.notices()));
  }

  List<RouteVersion> versions(String file) {
    return jdbc.sql(
            """
            select id, file, at, verdict, source, hash, content, notices, diff, backtest
              from route_version where file = :file order by id desc limit 200
            """)
        .param("file", file)
        .query(this::version)
        .list();
  }

  void applied(RouteText text, String source) {
    Instant at = clock.instant();
    write(
        () -> {
          forgive(text.file());
          Optional<RouteVersion> before = latest(text.file());
          if (before.map(RouteVersion::hash).filter(text.hash()::equals).isEmpty()) {
            insert(text.file(), at, "applied", source, text, diff(text, before.orElse(null)));
          }
        });
  }

  /** What the newest version would have done, if this is it. */
  void backtested(RouteText text, String words) {
    jdbc.sql(
            """
            update route_version set backtest = :words
             where id = (select max(id) from route_version where file = :file) and hash = :hash
            """)
        .param("words", Rows.storable(words))
        .param("file", text.file())
        .param("hash", text.hash())
        .update();
  }

  void removed(String file, String source) {
    Instant at = clock.instant();
    write(
        () -> {
          forgive(file);
          latest(file)
              .map(RouteVersion::content)
              .ifPresent(old -> insert(file, at, "removed", source, null, diff(file, old, "")));
        });
  }

  /**
   * Names a change of a file, alike in every hub whose folder has it: what is new, and the version
   * that it follows, so that going back to an older content is another change.
   *
   * @param hash null when the file runs no more
   * @return null when the database does not say
   */
  @Nullable String change(String file, @Nullable String hash) {
    try {
      long before =
          jdbc.sql(FOLLOWED)
              .param("file", file)
              .param("hash", hash, Types.VARCHAR)
              .query(Long.class)
              .single();
      return "%s/%d/%s".formatted(file, before, hash == null ? "" : hash);
    } catch (DataAccessException e) {
      log.debug("What the change of {} follows is not known", file, e);
      return null;
    }
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

  /**
   * What is written down of all files.
   *
   * @param running the hash of the version that ran last, of files that were not removed since
   * @param refused files whose latest content was refused
   */
  record Known(Map<String, String> running, Set<String> refused) {
    /** Whether there is nothing new to write down of a file that runs. */
    boolean says(RouteText runs) {
      return runs.hash().equals(running.get(runs.file())) && !refused.contains(runs.file());
    }
  }

  Known known() {
    List<Map.Entry<String, String>> running =
        jdbc.sql(
                """
                select file, hash
                  from (select distinct on (file) file, hash from route_version order by file, id desc) latest
                 where hash is not null
                """)
            .query((row, number) -> Map.entry(row.getString("file"), row.getString("hash")))
            .list();
    return new Known(
        running.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        Set.copyOf(jdbc.sql("select file from route_refusal").query(String.class).list()));
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
            select id, file, at, verdict, source, hash, content, notices, diff, backtest
              from route_version where file = :file order by id desc limit 1
            """)
        .param("file", file)
        .query(this::version)
        .optional();
  }

  private void insert(
      String file,
      Instant at,
      String verdict,
      String source,
      @Nullable RouteText text,
      String diff) {
    jdbc.sql(
            """
            insert into route_version (file, at, verdict, source, hash, content, notices, diff)
            values (:file, :at, :verdict, :source, :hash, :content, :notices::jsonb, :diff)
            """)
        .param("file", file)
        .param("at", Rows.parameter(at))
        .param("verdict", verdict)
        .param("source", source)
        .param("hash", text == null ? null : text.hash())
        .param("content", text == null ? null : text.content())
        .param("notices", write(text == null ? Map.of() : text.notices()))
        .param("diff", diff)
        .update();
  }

  /** Of the routes, and of the words that they name. */
  private static String diff(RouteText text, @Nullable RouteVersion before) {
    String old = before == null || before.content() == null ? "" : before.content();
    Map<String, String> words = before == null ? Map.of() : before.notices();
    List<String> diffs = new ArrayList<>();
    diffs.add(diff(text.file(), old, text.content()));
    Set<String> names = new TreeSet<>(words.keySet());
    names.addAll(text.notices().keySet());
    for (String name : names) {
      diffs.add(
          diff(
              text.fileBeside(name),
              words.getOrDefault(name, ""),
              text.notices().getOrDefault(name, "")));
    }
    return diffs.stream().filter(diff -> !diff.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static String diff(String file, String old, String fresh) {
    List<String> before = old.lines().toList();
    var patch = DiffUtils.diff(before, fresh.lines().toList());
    return String.join(
        "\n", UnifiedDiffUtils.generateUnifiedDiff(file, file, before, patch, CONTEXT_LINES));
  }

  private String write(Object value) {
    try {
      return Rows.storableJson(json.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A version cannot be written as JSON", e);
    }
  }

  private RouteVersion version(ResultSet row, int number) throws SQLException {
    return new RouteVersion(
        row.getLong("id"),
        row.getString("file"),
        Rows.instant(row, "at"),
        row.getString("verdict"),
        row.getString("source"),
        row.getString("hash"),
        row.getString("content"),
        notices(row.getString("notices")),
        row.getString("diff"),
        row.getString("backtest"));
  }

  private SortedMap<String, String> notices(String stored) {
    try {
      return json.readValue(stored, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The notices of a version cannot be read", e);
    }
  }
}
