package com.millyweb.hub.workbench;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Browsers that have shown a token. */
@Component
final class Sessions {
  private final JdbcClient jdbc;
  private final Tokens tokens;
  private final WorkbenchProperties properties;

  Sessions(JdbcClient jdbc, Tokens tokens, WorkbenchProperties properties) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.properties = properties;
  }

  /** Opens a session with the right of this token, and returns its secret; empty if it has none. */
  Optional<String> open(String token) {
    if (tokens.caller(token).isEmpty()) {
      return Optional.empty();
    }
    jdbc.sql("delete from session where expires_at < now()").update();
    String secret = Sha256.randomText();
    jdbc.sql(
            """
            insert into session (hash, issuer, expires_at)
            values (:hash, :issuer, now() + make_interval(secs => :seconds))
            """)
        .param("hash", Sha256.of(secret))
        .param("issuer", Sha256.of(token))
        .param("seconds", (double) properties.session().toSeconds())
        .update();
    return Optional.of(secret);
  }

  /** Whom the session stands for, as long as the token that opened it is good. */
  Optional<Caller> caller(String secret) {
    return jdbc.sql("select issuer from session where hash = :hash and expires_at > now()")
        .param("hash", Sha256.of(secret))
        .query((row, n) -> row.getBytes("issuer"))
        .optional()
        .flatMap(tokens::callerOfHash)
        .map(caller -> new Caller(caller.name(), caller.scope(), true));
  }

  Optional<OffsetDateTime> expiry(String secret) {
    return jdbc.sql("select expires_at from session where hash = :hash")
        .param("hash", Sha256.of(secret))
        .query((row, n) -> row.getObject("expires_at", OffsetDateTime.class))
        .optional();
  }

  void close(String secret) {
    jdbc.sql("delete from session where hash = :hash").param("hash", Sha256.of(secret)).update();
  }
}
