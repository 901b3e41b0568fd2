package com.millyweb.hub.notify.decision;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.People;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Decisions.Decision;
import com.millyweb.hub.text.Markdown;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The step of the route {@code notify.press}: decides a pressed button. With the completion of the
 * delivery it commits {@code chat.action} for the flows and the notice's update, which shows who
 * decided what; a refusal is told to the one who pressed.
 */
@RouteBean(formerly = "presses")
@Component
public class PressHandler {
  /** Presses from the API and from links; only the hub itself appends these. */
  static final String API = "api";

  static final String LINK = "link";
  static final String TYPE = "chat.press";

  private static final Logger log = LoggerFactory.getLogger(PressHandler.class);
  private static final String HUB = "hub";
  private static final String UNKNOWN = "This button is not known here any more.";

  /** Of a longer text a medium may show the beginning only: the decision stands there. */
  private static final int LONG_TEXT = 4_000;

  private final Map<String, ChatMedium> media = new LinkedHashMap<>();
  private final Buttons buttons;
  private final Decisions decisions;
  private final Channels channels;
  private final People people;
  private final AuditTrail audit;
  private final Clock clock;

  PressHandler(
      List<ChatMedium> media,
      Buttons buttons,
      Decisions decisions,
      Channels channels,
      People people,
      AuditTrail audit,
      Clock clock) {
    media.forEach(medium -> this.media.put(medium.name(), medium));
    this.buttons = buttons;
    this.decisions = decisions;
    this.channels = channels;
    this.people = people;
    this.audit = audit;
    this.clock = clock;
  }

  public void decide(Exchange exchange) {
    Message message = exchange.getMessage();
    ButtonPress press = read(message);
    Buttons.Pressed button = button(press).orElse(null);
    if (button == null) {
      refuse(press, null, UNKNOWN);
      return;
    }
    String by = decider(press, button);
    if (by == null) {
      refuse(press, button, "Sorry, only the hub's operators may do this. " + howTo(press));
      return;
    }
    Decision decision = decisions.find(button.noticeId()).orElse(null);
    if (decision == null || button.action() >= decision.notice().actions().size()) {
      refuse(press, button, UNKNOWN);
    } else if (decisions.decide(button.noticeId(), button.action(), by, press.cause())) {
      decided(exchange, press, button, decision, by);
    } else {
      refuse(press, button, whyNot(button.noticeId()));
    }
  }

  /** A button that the hub did not make: a chat shows it as waiting until somebody answers. */
  public void foreign(Exchange exchange) throws IOException, InterruptedException {
    Press press = read(exchange.getMessage()).press();
    ChatMedium medium = media.get(press.medium());
    if (medium != null) {
      medium.tell(press, "", false);
    }
  }

  private static ButtonPress read(Message message) {
    try {
      return ButtonPress.of(
          message.getBody(),
          message.getHeader("ce-source", "", String.class),
          UUID.fromString(message.getHeader("ce-id", String.class)));
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("Event is no press: " + e.getMessage(), e);
    }
  }

  private void decided(
      Exchange exchange, ButtonPress press, Buttons.Pressed button, Decision decision, String by) {
    Notice.Action action = decision.chosen(button.action());
    String via = via(press, button);
    EventSink.send(exchange, DecidedAction.event(press, via, decision.notice(), action, by));
    for (NewEvent update : update(decision, action, by)) {
      EventSink.send(exchange, update);
    }
    audit.record(
        by,
        "notice.action",
        button.noticeId().toString(),
        null,
        "ok",
        Map.of("action", action.text(), "via", via));
    tell(press, "%s: done".formatted(action.text()), false);
  }

  /** The notice without its buttons, with the decision in words. */
  private List<NewEvent> update(Decision decision, Notice.Action action, String by) {
    Notice notice = decision.notice();
    Instant now = clock.instant();
    String line =
        "**%s** — %s, %tH:%<tM UTC"
            .formatted(
                Markdown.escape(action.text()), Markdown.escape(by), now.atOffset(ZoneOffset.UTC));
    Notice shown =
        notice
            .withId(Notice.newId())
            .withActions(notice.actions().stream().filter(a -> a.url() != null).toList())
            .withText(withDecision(notice.text(), line));
    try {
      return Notices.events(shown, targets(decision), null);
    } catch (IllegalArgumentException e) {
      log.warn("Notice {} is decided and not edited: {}", notice.id(), e.getMessage());
      return List.of();
    }
  }

  private static String withDecision(String text, String line) {
    if (text.isBlank()) {
      return line;
    }
    if (text.length() <= LONG_TEXT) {
      return text + "\n\n" + line;
    }
    String all = line + "\n\n" + text;
    return all.length() <= Notice.MAX_TEXT ? all : all.substring(0, Notice.MAX_TEXT);
  }

  private List<Target> targets(Decision decision) {
    String channel = decision.notice().channel();
    if (!channel.equals(Channels.REPLY)) {
      return channels.targets(channel);
    }
    List<Target> target = new ArrayList<>();
    Optional.ofNullable(channels.target(decision.target())).ifPresent(target::add);
    return target;
  }

  private Optional<Buttons.Pressed> button(ButtonPress press) {
    if (press.notice() != null) {
      return Optional.of(new Buttons.Pressed(press.notice(), "", press.action()));
    }
    // a token is good for the medium that it was made for, wherever else it got to
    return buttons
        .find(press.token())
        .filter(
            button ->
                medium(button.target()).equals(press.medium())
                    || press.isOf(LINK) && !media.containsKey(medium(button.target())));
  }

  /** Target ids are {@code channel/medium[/address]}. */
  private static String medium(String target) {
    return target.split("/", 3)[1];
  }

  private static String channel(String target) {
    return target.split("/", 3)[0];
  }

  /** The medium that the button was in, also where a link stands for it. */
  private static String via(ButtonPress press, Buttons.@Nullable Pressed button) {
    return press.isOf(LINK) && button != null ? medium(button.target()) : press.medium();
  }

  /** Null for somebody who may not. */
  private @Nullable String decider(ButtonPress press, Buttons.Pressed button) {
    if (press.isOf(LINK)) {
      // who has the link got it there
      return "%s of channel %s".formatted(medium(button.target()), channel(button.target()));
    }
    if (press.isOf(API)) {
      return press.authorId();
    }
    return people
        .find(press.medium(), press.team(), press.authorId())
        .filter(person -> person.may(Person.Role.operator))
        .map(Person::name)
        .orElse(null);
  }

  private static String howTo(ButtonPress press) {
    return "Your id is %s; it is not in hub.people.*.%s."
        .formatted(press.authorId(), press.medium());
  }

  private String whyNot(UUID notice) {
    Decision now = decisions.find(notice).orElse(null);
    if (now == null) {
      return UNKNOWN;
    }
    if (now.state().equals("decided")) {
      Integer action = now.action();
      return "Already decided by %s: %s."
          .formatted(now.by(), action == null ? "" : now.chosen(action).text());
    }
    return now.state().equals("superseded")
        ? "A newer notice has taken the place of this one."
        : "Too late: this could be decided until %s.".formatted(now.expiresAt());
  }

  private void refuse(ButtonPress press, Buttons.@Nullable Pressed button, String why) {
    audit.record(
        "%s:%s".formatted(via(press, button), press.authorId()),
        "notice.action",
        button == null ? null : button.noticeId().toString(),
        null,
        "refused",
        Map.of("why", why));
    tell(press, why, true);
  }

  private void tell(ButtonPress press, String text, boolean refused) {
    ChatMedium medium = media.get(press.medium());
    if (medium == null) {
      return;
    }
    try {
      medium.tell(press.press(), text, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the decision stands without it
      log.warn("Who pressed a button in {} was not told: {}", press.conversation(), e.getMessage());
    }
  }

  /** {@link #HUB} may say who presses without a button; a chat's door may not. */
  static boolean isHub(String source) {
    return source.equals(HUB);
  }
}
