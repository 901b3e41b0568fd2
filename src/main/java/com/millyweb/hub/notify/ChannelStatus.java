package com.millyweb.hub.notify;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.notify.sending.DisabledTargets;
import com.millyweb.hub.notify.wording.HubWords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How each target of each channel does, and a notice to try one. */
@Component
public class ChannelStatus {
  private static final String TARGETS = Sql.read("notify/targets");

  private final Channels channels;
  private final DisabledTargets destinations;
  private final Notices notices;
  private final JdbcClient jdbc;
  private final HubWords words;

  ChannelStatus(
      Channels channels,
      DisabledTargets destinations,
      Notices notices,
      JdbcClient jdbc,
      HubWords words) {
    this.channels = channels;
    this.destinations = destinations;
    this.notices = notices;
    this.jdbc = jdbc;
    this.words = words;
  }

  /** A channel and whom it tells. */
  public record Channel(String name, List<TargetStatus> targets) {}

  /**
   * @param lastSent when the last message was accepted
   * @param failures messages of the last 24 hours that were refused, or not accepted yet after a
   *     failure
   * @param lastError of the newest of them
   * @param disabledSince null for a target that gets messages
   */
  public record TargetStatus(
      String id,
      String medium,
      @Nullable String address,
      @Nullable Instant lastSent,
      long failures,
      @Nullable String lastError,
      @Nullable Instant disabledSince,
      @Nullable String disabledBecause) {}

  private record Row(
      String target,
      @Nullable OffsetDateTime lastSent,
      long failures,
      @Nullable String lastError,
      @Nullable OffsetDateTime disabledSince,
      @Nullable String disabledBecause) {}

  public List<Channel> list() {
    List<String> ids =
        channels.names().stream()
            .flatMap(name -> channels.targets(name).stream())
            .map(Target::id)
            .toList();
    Map<String, Row> rows =
        jdbc
            .sql(TARGETS)
            .param("targets", new String(NoticeJson.bytes(ids), StandardCharsets.UTF_8))
            .query(Row.class)
            .list()
            .stream()
            .collect(Collectors.toMap(Row::target, Function.identity()));
    return channels.names().stream()
        .map(
            name ->
                new Channel(
                    name,
                    channels.targets(name).stream()
                        .map(target -> status(target, rows.get(target.id())))
                        .toList()))
        .toList();
  }

  /**
   * Enables a target, or all of a channel, and sends a notice there.
   *
   * @param target id of one target; null for all
   * @return the notice, by which the inbox and the events know it
   * @throws IllegalArgumentException when there is no such channel or target
   */
  public UUID test(String channel, @Nullable String target, String by) {
    List<Target> targets =
        channels.targets(channel).stream()
            .filter(one -> target == null || one.id().equals(target))
            .toList();
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(
          "Channel '%s' has no target '%s'".formatted(channel, target));
    }
    targets.forEach(one -> destinations.enable(one.id()));
    Notice notice =
        words.notice(channel, HubWords.CHANNEL_TEST, Map.of("channel", channel, "by", by));
    notices.publish(notice, targets).join();
    return notice.id();
  }

  private static TargetStatus status(Target target, @Nullable Row row) {
    return row == null
        ? new TargetStatus(
            target.id(), target.medium(), target.address(), null, 0, null, null, null)
        : new TargetStatus(
            target.id(),
            target.medium(),
            target.address(),
            instant(row.lastSent()),
            row.failures(),
            row.lastError(),
            instant(row.disabledSince()),
            row.disabledBecause());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
