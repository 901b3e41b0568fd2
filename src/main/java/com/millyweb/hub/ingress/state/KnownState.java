package com.millyweb.hub.ingress.state;

import com.millyweb.hub.ingress.state.Changes.Change;
import com.millyweb.hub.ingress.state.Changes.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a thing, and what follows from what is heard of it next.
 *
 * @param sender the group that told of it last
 * @param age since it was told
 */
record KnownState(
    String status, @Nullable Instant since, String sender, Change told, Duration age) {

  /**
   * A sender that did not get its answer tries again at once, Alertmanager after half a second; a
   * repetition that somebody configured comes after a minute at the least.
   */
  static final Duration RETRY = Duration.ofSeconds(5);

  /**
   * Another group, which holds the same alerts, sends what it sends about then. When the group that
   * told of them is heard no more, for its routes were changed, this one takes over.
   */
  private static final Duration TAKE_OVER = Duration.ofHours(1);

  /**
   * Puts into {@code known} what is heard in one request.
   *
   * @param group null for a sender that repeats nothing
   * @param numbers where new ones come from
   * @return the things that changed or are told again
   */
  static List<String> hear(
      Map<String, KnownState> known,
      @Nullable String group,
      List<Heard> heard,
      LongSupplier numbers) {
    List<Heard> changed =
        heard.stream().filter(one -> isChange(known.get(one.thing()), one)).toList();
    if (!changed.isEmpty()) {
      // the others of the group only accompany what changed
      changed.forEach(one -> known.put(one.thing(), changed(known, one, group, numbers)));
    } else if (group != null && isRepetition(known.values(), group)) {
      heard.forEach(
          one -> known.compute(one.thing(), (thing, was) -> was.repeated(one, group, numbers)));
      return heard.stream().map(Heard::thing).distinct().toList();
    }
    return changed.stream().map(Heard::thing).distinct().toList();
  }

  private static boolean isChange(@Nullable KnownState was, Heard one) {
    if (was == null || !was.status.equals(one.status())) {
      return true;
    }
    // an earlier start is what two Prometheus agree on after a while
    return one.since() != null && (was.since == null || one.since().isAfter(was.since));
  }

  private static boolean isRepetition(Collection<KnownState> known, String group) {
    return known.stream()
        .allMatch(
            was ->
                // a clock that was set back must not hold the repetitions up
                was.age.abs().compareTo(was.sender.equals(group) ? RETRY : TAKE_OVER) >= 0);
  }

  private static KnownState changed(
      Map<String, KnownState> known, Heard one, @Nullable String group, LongSupplier numbers) {
    KnownState was = known.get(one.thing());
    long number = was == null ? Change.FIRST : numbers.getAsLong();
    long occasion = was == null || one.trouble() ? number : was.told.occasion();
    return new KnownState(
        one.status(),
        one.since(),
        group == null ? "" : group,
        new Change(number, occasion, false, one.since()),
        Duration.ZERO);
  }

  private KnownState repeated(Heard one, String group, LongSupplier numbers) {
    long number = numbers.getAsLong();
    long occasion = one.trouble() ? number : told.occasion();
    return new KnownState(
        one.status(),
        one.since(),
        group,
        new Change(number, occasion, true, one.since()),
        Duration.ZERO);
  }
}
