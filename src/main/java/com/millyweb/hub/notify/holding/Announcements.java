package com.millyweb.hub.notify.holding;

import com.millyweb.hub.chat.People;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.text.Truncate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the chats of a channel that a notice is held, and afterwards what became of it. Only a chat
 * in which somebody of {@code hub.people} may press the button hears of it.
 */
@Component
final class Announcements {
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");
  private static final int LONGEST = 200;

  private final Channels channels;
  private final People people;
  private final HubWords words;
  private final Clock clock;
  private final Map<String, ChatMedium> chats;

  Announcements(
      Channels channels, People people, HubWords words, Clock clock, List<ChatMedium> chats) {
    this.channels = channels;
    this.people = people;
    this.words = words;
    this.clock = clock;
    this.chats = chats.stream().collect(Collectors.toMap(ChatMedium::name, Function.identity()));
  }

  /** What to tell of a notice; empty where nobody could press. */
  Optional<Announcement> of(Notice held, int targets, Duration hold, String channel) {
    List<String> places =
        channel.equals(Hold.NOBODY)
            ? List.of()
            : channels.targets(channel).stream().filter(this::isPressed).map(Target::id).toList();
    if (places.isEmpty()) {
      return Optional.empty();
    }
    Notice told =
        words.notice(
            channel,
            HubWords.HELD,
            data(held, targets, Map.of("state", "held", "hold", span(hold))));
    List<Notice.Action> buttons =
        told.actions().stream()
            .map(
                action ->
                    action.value() == null
                        ? action
                        : new Notice.Action(
                            action.text(), null, "undo " + held.id(), action.style()))
            .toList();
    return Optional.of(
        new Announcement(
            told.withKey("held/" + held.id()).withActions(buttons).undoing(held.id()), places));
  }

  private boolean isPressed(Target target) {
    ChatMedium chat = chats.get(target.medium());
    return chat != null && chat.takesPresses(target) && people.hasOperator(target.medium());
  }

  List<NewEvent> told(Announcement announcement, @Nullable String traceparent) {
    return Notices.events(announcement.notice(), targets(announcement), traceparent);
  }

  /** The announcement is edited: the notice was sent. */
  List<NewEvent> sent(Announcement announcement, Notice held, int targets) {
    return edited(announcement, held, targets, Map.of("state", "sent"));
  }

  /** The announcement is edited: somebody took the notice back. */
  List<NewEvent> undone(Announcement announcement, Notice held, int targets, String by) {
    return edited(announcement, held, targets, Map.of("state", "undone", "by", by));
  }

  /** Once, however often it is asked for. */
  private List<NewEvent> edited(
      Announcement announcement, Notice held, int targets, Map<String, String> became) {
    Notice first = announcement.notice();
    Notice now =
        words
            .notice(first.channel(), HubWords.HELD, data(held, targets, became))
            .withKey(first.key())
            .undoing(held.id());
    Notice shown =
        now.withActions(now.actions().stream().filter(action -> action.url() != null).toList());
    return Notices.events(shown, targets(announcement), null).stream()
        .map(event -> event.withKey("%s %s".formatted(first.key(), event.subject())))
        .toList();
  }

  private Map<String, Object> data(Notice held, int targets, Map<String, String> state) {
    Map<String, Object> data = new HashMap<>(state);
    data.put("title", title(held));
    data.put("channel", held.channel());
    data.put("targets", targets);
    data.put("time", HOUR.format(clock.instant().atOffset(ZoneOffset.UTC)));
    return data;
  }

  private static String title(Notice held) {
    String title = held.title() == null ? held.text() : held.title();
    return title.isBlank() && !held.fields().isEmpty()
        ? held.fields().get(0).title()
        : Truncate.to(title.strip().lines().findFirst().orElse(""), LONGEST);
  }

  /** As people say it: {@code 30 s}, {@code 5 min}, {@code 2 h}. */
  private static String span(Duration hold) {
    if (hold.toSeconds() % 3600 == 0) {
      return hold.toHours() + " h";
    }
    return hold.toSeconds() % 60 == 0 ? hold.toMinutes() + " min" : hold.toSeconds() + " s";
  }

  /** Those that the configuration still has. */
  private List<Target> targets(Announcement announcement) {
    return announcement.targets().stream()
        .map(channels::target)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }
}
