package com.millyweb.hub.notify.sending;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.text.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Targets that are dead are left alone until somebody looks, or until their configuration changes:
 * services ban who goes on knocking. What happens to a target is told on the others.
 */
@Component
public class DisabledTargets {
  private static final Logger log = LoggerFactory.getLogger(DisabledTargets.class);
  private static final String DISABLE = Sql.read("notify/disable");

  /** A longer pause of a target is worth a notice. */
  private static final Duration LONG_PAUSE = Duration.ofMinutes(10);

  private static final int LONGEST_ID = 150;

  private record Disabled(String fingerprint, OffsetDateTime since, String reason) {}

  private final JdbcClient jdbc;
  private final Notices notices;
  private final Channels channels;
  private final HubWords words;

  DisabledTargets(JdbcClient jdbc, Notices notices, Channels channels, HubWords words) {
    this.jdbc = jdbc;
    this.notices = notices;
    this.channels = channels;
    this.words = words;
  }

  /**
   * @throws PermanentFailure when the target is disabled
   */
  void requireEnabled(Medium medium, Target target) {
    Disabled disabled = disabled(target);
    if (disabled == null) {
      return;
    }
    if (!disabled.fingerprint().equals(fingerprint(medium, target))) {
      enable(target.id());
      return;
    }
    throw refusal(target, disabled);
  }

  private @Nullable Disabled disabled(Target target) {
    return jdbc.sql(
            "select fingerprint, since, reason from notify_destination where target = :target")
        .param("target", target.id())
        .query(Disabled.class)
        .optional()
        .orElse(null);
  }

  /** The flow that tells of dead letters knows by these words that this was told already. */
  private static PermanentFailure refusal(Target target, Disabled disabled) {
    return new PermanentFailure(
        "Target %s is disabled since %s: %s. It is enabled by a changed setting, or by a test."
            .formatted(
                target.id(),
                disabled.since().toInstant().truncatedTo(ChronoUnit.SECONDS),
                disabled.reason()),
        null);
  }

  /**
   * Sends nothing there any more, and says so elsewhere, once. A conversation is no such target.
   *
   * @return what the delivery ends with
   */
  synchronized PermanentFailure disable(Medium medium, Target target, DestinationDead dead) {
    if (target.channel().equals(Channels.REPLY)) {
      return dead;
    }
    String reason = String.valueOf(dead.getMessage());
    Disabled before = disabled(target);
    if (before == null || !before.fingerprint().equals(fingerprint(medium, target))) {
      // told before it is written down: who dies between would never tell
      tell(target, "disabled", reason, 0);
      jdbc.sql(DISABLE)
          .param("target", target.id())
          .param("fingerprint", fingerprint(medium, target))
          .param("reason", reason)
          .update();
      log.warn("Target {} is disabled: {}", target.id(), reason);
    }
    Disabled now = disabled(target);
    return now == null ? dead : refusal(target, now);
  }

  /** Lets notices go there again. */
  public void enable(String target) {
    jdbc.sql("delete from notify_destination where target = :target")
        .param("target", target)
        .update();
  }

  /** A target asked for a pause that people may notice. */
  void paused(Target target, Duration pause, String reason) {
    if (pause.compareTo(LONG_PAUSE) >= 0 && !target.channel().equals(Channels.REPLY)) {
      tell(target, "paused", reason, pause.toMinutes());
    }
  }

  private void tell(Target troubled, String trouble, String reason, long minutes) {
    Map<String, Object> data =
        Map.of("target", troubled.id(), "trouble", trouble, "reason", reason, "minutes", minutes);
    Notice notice =
        words
            .notice(Channels.OPS, HubWords.TARGET_TROUBLE, data)
            .withKey("target/%s/%s".formatted(trouble, name(troubled)));
    List<Target> others =
        channels.targets(Channels.OPS).stream()
            .filter(other -> !other.medium().equals(troubled.medium()))
            .toList();
    notices.publish(notice, others).join();
  }

  /** A key is at most 200 characters, an address may be more. */
  private static String name(Target target) {
    byte[] id = target.id().getBytes(StandardCharsets.UTF_8);
    return target.id().length() <= LONGEST_ID ? target.id() : UUID.nameUUIDFromBytes(id).toString();
  }

  private static String fingerprint(Medium medium, Target target) {
    return Digest.sha256Hex(medium.destination(target));
  }
}
