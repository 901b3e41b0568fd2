package com.millyweb.hub.connect;

import com.millyweb.hub.secret.Secret;
import jakarta.validation.Valid;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What routes reach beyond the hub by a name. Hosts are ruled by {@code hub.egress.allow}.
 *
 * @param folders folders for {@code file:<name>/…}; routes see no other files
 * @param watch names of those folders whose files become events {@code folder.<name>.created},
 *     {@code .changed} and {@code .removed}
 * @param databases databases for {@code sql:…?dataSource=#<name>}
 */
@Validated
@ConfigurationProperties("hub.connect")
public record ConnectProperties(
    @DefaultValue Map<String, Path> folders,
    @DefaultValue List<String> watch,
    @DefaultValue Map<String, @Valid Database> databases) {

  public ConnectProperties {
    folders.forEach(
        (name, path) -> {
          if (!path.isAbsolute()) {
            throw new IllegalArgumentException(
                "hub.connect.folders.%s must be an absolute path, was: '%s'".formatted(name, path));
          }
        });
    for (String name : watch) {
      if (!folders.containsKey(name)) {
        throw new IllegalArgumentException(
            "hub.connect.watch must name some of hub.connect.folders, which has %s, was: '%s'"
                .formatted(new TreeSet<>(folders.keySet()), name));
      }
      if (!name.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            "hub.connect.watch: the name of a folder is part of the types of its events, so it must be letters, digits, '-' and '_', was: '%s'"
                .formatted(name));
      }
    }
    databases.forEach(
        (name, database) -> {
          if (!database.url().startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                "hub.connect.databases.%s.url must begin with jdbc:, was: '%s'"
                    .formatted(name, database.url().replaceFirst("[:?].*", "…")));
          }
          database.requireTables(name);
        });
  }

  /**
   * @param url {@code jdbc:postgresql://host/name}
   * @param tables whose changes become events {@code <name>.<table>.inserted}, {@code .updated},
   *     {@code .deleted} and {@code .truncated}; with or without their schema
   */
  public record Database(
      @DefaultValue("") String url,
      @Nullable String user,
      @Nullable Secret password,
      @DefaultValue List<String> tables) {
    private static final Pattern TABLE =
        Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

    private void requireTables(String name) {
      String key = "hub.connect.databases." + name;
      for (String table : tables) {
        if (!TABLE.matcher(table).matches()) {
          throw new IllegalArgumentException(
              "%s.tables must be names such as orders or shop.orders, was: '%s'"
                  .formatted(key, table));
        }
      }
      if (!tables.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException("%s.tables needs a url of Postgres".formatted(key));
      }
      if (!tables.isEmpty() && !name.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            "%s: its name begins the types of its events, so it must be letters, digits, '-' and '_'"
                .formatted(key));
      }
    }
  }
}
