package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.service.docker.Update.Outcome;
import com.millyweb.hub.service.docker.Update.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code docker_update} and {@code docker_image}. */
@Component
final class UpdateStore {
  private static final String ASK = Sql.read("service/docker/update-ask");
  private static final String FIND = Sql.read("service/docker/update-find");
  private static final String CLAIM = Sql.read("service/docker/update-claim");
  private static final String RENEW = Sql.read("service/docker/update-renew");
  private static final String RELEASE = Sql.read("service/docker/update-release");
  private static final String MOVE = Sql.read("service/docker/update-move");
  private static final String TOLD = Sql.read("service/docker/image-told");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  /** Longer than a few renewals, and short enough to wait for after a hub was killed. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final JdbcClient jdbc;
  private final DataSource dataSource;

  /** This hub among those of the database. */
  private final String holder = UUID.randomUUID().toString();

  UpdateStore(JdbcClient jdbc, DataSource dataSource) {
    this.jdbc = jdbc;
    this.dataSource = dataSource;
  }

  /** Where the hub's own database is. */
  String databaseUrl() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getURL();
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not answer", e);
    }
  }

  /**
   * What somebody asks for.
   *
   * @param id names who asks, so that who asks once more finds the same update
   */
  record Request(
      String engine,
      String name,
      @Nullable String image,
      String id,
      String by,
      Duration patience) {}

  /**
   * The update of a request: a new one, or the one that the same request or the container has.
   * Empty while the container is updated to another image: to be asked again when that has ended.
   */
  Optional<Update> ask(Request asked) {
    jdbc.sql(ASK)
        .param("engine", asked.engine())
        .param("name", asked.name())
        .param("image", asked.image())
        .param("request", asked.id())
        .param("by", asked.by())
        .param("patience", asked.patience().toMillis())
        .update();
    return jdbc.sql(FIND)
        .param("engine", asked.engine())
        .param("name", asked.name())
        .param("image", asked.image())
        .param("request", asked.id())
        .query(UpdateStore::update)
        .optional();
  }

  Update get(long id) {
    return jdbc.sql("select * from docker_update where id = :id")
        .param("id", id)
        .query(UpdateStore::update)
        .single();
  }

  /** Whether any update waits for somebody to work on it. */
  boolean isWaiting() {
    return jdbc.sql(
            "select exists (select from docker_update where outcome is null and leased_until <= now())")
        .query(Boolean.class)
        .single();
  }

  /** Takes one that nobody works on. */
  Optional<Update> claim(String engine) {
    return jdbc.sql(CLAIM)
        .param("holder", holder)
        .param("lease", LEASE.toSeconds())
        .param("engine", engine)
        .query(UpdateStore::update)
        .optional();
  }

  /** Whether it is still this hub's to work on. */
  boolean renew(Update update) {
    return jdbc.sql(RENEW)
            .param("id", update.id())
            .param("holder", holder)
            .param("lease", LEASE.toSeconds())
            .update()
        == 1;
  }

  /** Lets whoever is next take it up, after a pause. */
  void release(Update update, Duration pause) {
    jdbc.sql(RELEASE)
        .param("id", update.id())
        .param("holder", holder)
        .param("pause", pause.toSeconds())
        .update();
  }

  /** Stores how far it has come; false when another hub works on it. */
  boolean move(Update update) {
    UpdateProgress progress = update.progress();
    Outcome outcome = progress.outcome;
    return jdbc.sql(MOVE)
            .param("id", update.id())
            .param("holder", holder)
            .param("phase", progress.phase.word())
            .param("oldId", progress.oldId)
            .param("newId", progress.newId)
            .param("oldImage", progress.oldImage)
            .param("newImage", progress.newImage)
            .param("version", progress.version)
            .param("link", progress.link)
            .param("reason", storable(progress.reason))
            .param("log", storable(progress.log))
            .param("steps", json(progress.steps))
            .param("exchanged", progress.exchanged)
            .param("outcome", outcome == null ? null : outcome.word())
            .update()
        == 1;
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : Rows.storable(text);
  }

  /** Whether a container was last told to have this image to update to. */
  boolean isTold(String engine, String name, String digest) {
    return jdbc.sql(
            """
            select exists (select from docker_image
                            where engine = :engine and name = :name and digest = :digest)
            """)
        .param("engine", engine)
        .param("name", name)
        .param("digest", digest)
        .query(Boolean.class)
        .single();
  }

  void told(String engine, String name, String digest) {
    jdbc.sql(TOLD).param("engine", engine).param("name", name).param("digest", digest).update();
  }

  private static Update update(ResultSet row, int number) throws SQLException {
    var progress = new UpdateProgress();
    progress.phase = Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT));
    progress.oldId = row.getString("old_id");
    progress.newId = row.getString("new_id");
    progress.oldImage = row.getString("old_image");
    progress.newImage = row.getString("new_image");
    progress.version = row.getString("version");
    progress.link = row.getString("link");
    progress.reason = row.getString("reason");
    progress.log = row.getString("log");
    progress.exchanged = row.getBoolean("exchanged");
    progress.steps.addAll(texts(row.getString("steps")));
    progress.outcome = Outcome.of(row.getString("outcome"));
    return new Update(
        row.getLong("id"),
        Objects.requireNonNull(row.getString("engine")),
        Objects.requireNonNull(row.getString("name")),
        row.getString("image"),
        Objects.requireNonNull(row.getString("asked_by")),
        Objects.requireNonNull(row.getString("notice")),
        Rows.instant(row, "begun_at"),
        Duration.ofMillis(row.getLong("patience_ms")),
        progress);
  }

  private static String json(List<String> texts) {
    try {
      return Rows.storableJson(JSON.writeValueAsString(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Steps cannot be written", e);
    }
  }

  private static List<String> texts(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Steps cannot be read", e);
    }
  }
}
