package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.ButtonToken;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.TargetId;
import com.millyweb.hub.text.Digest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The actions of a notice as a target gets them: a button carries a {@link ButtonToken}. */
@Component
public class Buttons {
  private static final String KEEP_TOKEN = Sql.read("notify/keep-token");

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
  Optional<NoticeButton> find(String hash) {
    return jdbc.sql("select notice_id, target, action from notice_token where hash = :hash")
        .param("hash", hash)
        .query(
            (row, n) ->
                new NoticeButton(
                    row.getObject("notice_id", UUID.class),
                    TargetId.of(row.getString("target")),
                    row.getInt("action")))
        .optional();
  }

  public int deleteBefore(Instant limit) {
    return jdbc.sql("delete from notice_token where created_at < :limit")
        .param("limit", Timestamp.from(limit))
        .update();
  }

  private String token(NoticeDelivery delivery, int action) {
    String about = "%s\n%s\n%d".formatted(delivery.notice().id(), delivery.target().id(), action);
    ButtonToken token = ButtonToken.of(Arrays.copyOf(mac(about), ButtonToken.BYTES));
    jdbc.sql(KEEP_TOKEN)
        .param("hash", token.hash())
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("action", action)
        .update();
    return token.text();
  }

  private byte[] mac(String text) {
    String secret = jdbc.sql("select secret from notify_secret").query(String.class).single();
    return Digest.hmac(secret, text);
  }
}
