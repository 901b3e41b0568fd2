package com.millyweb.hub.notify.decision;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The actions of a notice as a target gets them. A button carries an opaque token and nothing else:
 * {@code a:} and 128 bits in base64url, 24 bytes, which fit into Telegram's 64.
 */
@Component
public class Buttons {
  private static final int TOKEN_BYTES = 16;
  private static final String HMAC = "HmacSHA256";

  private final JdbcClient jdbc;

  public Buttons(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Either leads to a URL, or is pressed.
   *
   * @param token what the button carries; null for a link
   * @param style primary, danger or null
   */
  public record Button(
      String text, @Nullable String url, @Nullable String token, @Nullable String style) {}

  /** What a token stands for. */
  record Pressed(UUID noticeId, String target, int action) {}

  /** The same tokens for the same delivery, however often it is tried. */
  public List<Button> of(NoticeDelivery delivery) {
    List<Notice.Action> actions = delivery.notice().actions();
    List<Button> buttons = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      Notice.Action action = actions.get(i);
      String token = action.value() == null ? null : token(delivery, i);
      buttons.add(new Button(action.text(), action.url(), token, action.style()));
    }
    return buttons;
  }

  /**
   * @param hash SHA-256 of a token, in hex
   */
  Optional<Pressed> find(String hash) {
    return jdbc.sql("select notice_id, target, action from notice_token where hash = :hash")
        .param("hash", hash)
        .query(
            (row, n) ->
                new Pressed(
                    row.getObject("notice_id", UUID.class),
                    row.getString("target"),
                    row.getInt("action")))
        .optional();
  }

  public int deleteBefore(Instant limit) {
    return jdbc.sql("delete from notice_token where created_at < :limit")
        .param("limit", Timestamp.from(limit))
        .update();
  }

  static String hash(String token) {
    try {
      byte[] text = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private String token(NoticeDelivery delivery, int action) {
    String about = "%s\n%s\n%d".formatted(delivery.notice().id(), delivery.target().id(), action);
    byte[] bits = Arrays.copyOf(mac(about), TOKEN_BYTES);
    String token = "a:" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    jdbc.sql(
            """
            insert into notice_token (hash, notice_id, target, action) values (:hash, :notice, :target, :action)
            on conflict do nothing
            """)
        .param("hash", hash(token))
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("action", action)
        .update();
    return token;
  }

  private byte[] mac(String text) {
    String secret = jdbc.sql("select secret from notify_secret").query(String.class).single();
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + HMAC, e);
    }
  }
}
