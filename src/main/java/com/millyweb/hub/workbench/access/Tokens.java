package com.millyweb.hub.workbench.access;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.workbench.api.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The bearer tokens. The token itself exists only in the answer that made it. */
@Component
public final class Tokens {
  private static final String CREATE_TOKEN = Sql.read("workbench/create-token");
  private static final String CALLER = Sql.read("workbench/caller");

  static final String PREFIX = "hub_";
  private static final int LENGTH = PREFIX.length() + 43;

  /**
   * @param token shown once
   */
  public record Issued(String token, Token record) {}

  private final JdbcClient jdbc;
  private final AdminToken admin;

  Tokens(JdbcClient jdbc, AdminToken admin) {
    this.jdbc = jdbc;
    this.admin = admin;
  }

  /** Whom the token stands for; empty when it is unknown, expired or revoked. */
  Optional<Caller> caller(String token) {
    byte[] hash = Digest.sha256(token);
    if (admin.hasHash(hash)) {
      return Optional.of(new Caller(Caller.ADMINISTRATOR, Scope.admin, false));
    }
    if (token.length() != LENGTH || !token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return caller(hash);
  }

  /** Whom the token with this hash stands for, also the administrator's. */
  Optional<Caller> callerOfHash(byte[] hash) {
    return admin.hasHash(hash)
        ? Optional.of(new Caller(Caller.ADMINISTRATOR, Scope.admin, false))
        : caller(hash);
  }

  /**
   * @throws Refusal when a live token has that name
   */
  public Issued create(String name, Scope scope, @Nullable Instant expiresAt, String createdBy) {
    String token = PREFIX + RandomSecret.next();
    try {
      Token row =
          jdbc.sql(CREATE_TOKEN)
              .param("name", name)
              .param("hash", Digest.sha256(token))
              .param("scope", scope.name())
              .param("createdBy", createdBy)
              .param("expiresAt", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
              .query(Tokens::row)
              .single();
      return new Issued(token, row);
    } catch (DuplicateKeyException e) {
      throw Refusal.conflict("A token named '%s' exists: revoke it first".formatted(name));
    }
  }

  public List<Token> list() {
    return jdbc.sql("select * from token order by id desc limit 1000").query(Tokens::row).list();
  }

  /** Whether there was a live token with that id. Its sessions end with it. */
  public boolean revoke(long id) {
    return jdbc.sql("update token set revoked_at = now() where id = :id and revoked_at is null")
            .param("id", id)
            .update()
        > 0;
  }

  private Optional<Caller> caller(byte[] hash) {
    return jdbc.sql(CALLER)
        .param("hash", hash)
        .query(
            (row, n) -> {
              if (row.getBoolean("stale")) {
                used(row.getLong("id"));
              }
              return new Caller(
                  row.getString("name"), Scope.valueOf(row.getString("scope")), false);
            })
        .optional();
  }

  private void used(long id) {
    jdbc.sql("update token set last_used_at = now() where id = :id").param("id", id).update();
  }

  private static Token row(ResultSet row, int number) throws SQLException {
    return new Token(
        row.getLong("id"),
        row.getString("name"),
        Scope.valueOf(row.getString("scope")),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "expires_at"),
        instant(row, "last_used_at"),
        instant(row, "revoked_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
