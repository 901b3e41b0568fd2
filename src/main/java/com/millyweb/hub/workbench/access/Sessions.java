package com.millyweb.hub.workbench.access;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.text.Digest;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Browsers that have shown a token, or came by a link that somebody made with one. */
@Component
public final class Sessions {
  private static final String KEEP_CODE = Sql.read("workbench/keep-code");
  private static final String OPEN_SESSION = Sql.read("workbench/open-session");

  private final JdbcClient jdbc;
  private final Tokens tokens;
  private final SessionProperties properties;

  Sessions(JdbcClient jdbc, Tokens tokens, SessionProperties properties) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.properties = properties;
  }

  /** Opens a session with the right of this token, and returns its secret; empty if it has none. */
  Optional<String> open(String token) {
    return tokens.caller(token).isEmpty()
        ? Optional.empty()
        : Optional.of(open(Digest.sha256(token)));
  }

  /** The same for the code of a link, which is used up by it, good or not. */
  Optional<String> openByCode(String code) {
    return jdbc.sql(
            "delete from sign_in_code where hash = :hash returning issuer, expires_at > now() as"
                + " good")
        .param("hash", Digest.sha256(code))
        .query((row, n) -> row.getBoolean("good") ? row.getBytes("issuer") : new byte[0])
        .optional()
        .filter(issuer -> issuer.length > 0 && tokens.callerOfHash(issuer).isPresent())
        .map(this::open);
  }

  /**
   * @param code stands in the link, and nowhere else
   */
  public record Link(String code, OffsetDateTime expiresAt) {}

  /** Makes a link that signs in once, with the right of this token. */
  public Link link(String token) {
    jdbc.sql("delete from sign_in_code where expires_at < now()").update();
    String code = RandomSecret.next();
    return jdbc.sql(KEEP_CODE)
        .param("hash", Digest.sha256(code))
        .param("issuer", Digest.sha256(token))
        .param("seconds", (double) properties.link().toSeconds())
        .query((row, n) -> new Link(code, row.getObject("expires_at", OffsetDateTime.class)))
        .single();
  }

  private String open(byte[] issuer) {
    jdbc.sql("delete from session where expires_at < now()").update();
    String secret = RandomSecret.next();
    jdbc.sql(OPEN_SESSION)
        .param("hash", Digest.sha256(secret))
        .param("issuer", issuer)
        .param("seconds", (double) properties.session().toSeconds())
        .update();
    return secret;
  }

  /** Whom the session stands for, as long as the token that opened it is good. */
  Optional<Caller> caller(String secret) {
    return jdbc.sql("select issuer from session where hash = :hash and expires_at > now()")
        .param("hash", Digest.sha256(secret))
        .query((row, n) -> row.getBytes("issuer"))
        .optional()
        .flatMap(tokens::callerOfHash)
        .map(caller -> new Caller(caller.name(), caller.scope(), true));
  }

  public Optional<OffsetDateTime> expiry(String secret) {
    return jdbc.sql("select expires_at from session where hash = :hash")
        .param("hash", Digest.sha256(secret))
        .query((row, n) -> row.getObject("expires_at", OffsetDateTime.class))
        .optional();
  }

  public void close(String secret) {
    jdbc.sql("delete from session where hash = :hash")
        .param("hash", Digest.sha256(secret))
        .update();
  }
}
