package com.millyweb.hub.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Statements that stand in files of their own under {@code sql/}. */
public final class Sql {
  private Sql() {}

  /**
   * Reads {@code sql/<name>.sql}.
   *
   * @param name noun and statement, such as {@code event/claim}
   */
  public static String read(String name) {
    String path = "/sql/" + name + ".sql";
    try (InputStream in = Sql.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("No statement at " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Statement cannot be read: " + path, e);
    }
  }
}
