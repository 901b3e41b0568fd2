package com.millyweb.hub.connect;

import com.millyweb.hub.secret.Secret;
import jakarta.validation.Valid;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What routes reach beyond the hub by a name. Hosts are ruled by {@code hub.egress.allow}.
 *
 * @param folders folders for {@code file:<name>/…}; routes see no other files
 * @param databases databases for {@code sql:…?dataSource=#<name>}
 */
@Validated
@ConfigurationProperties("hub.connect")
public record ConnectProperties(
    @DefaultValue Map<String, Path> folders, @DefaultValue Map<String, @Valid Database> databases) {

  public ConnectProperties {
    folders.forEach(
        (name, path) -> {
          if (!path.isAbsolute()) {
            throw new IllegalArgumentException(
                "hub.connect.folders.%s must be an absolute path, was: '%s'".formatted(name, path));
          }
        });
    databases.forEach(
        (name, database) -> {
          if (!database.url().startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                "hub.connect.databases.%s.url must begin with jdbc:, was: '%s'"
                    .formatted(name, database.url().replaceFirst("[:?].*", "…")));
          }
        });
  }

  /**
   * @param url {@code jdbc:postgresql://host/name}
   */
  public record Database(
      @DefaultValue("") String url, @Nullable String user, @Nullable Secret password) {}
}
