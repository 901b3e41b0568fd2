package com.millyweb.hub.flow;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.sending.SentMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who wants to hear nothing of which alert for how long. */
@RouteBean
@Component("silence")
public class Silence {
  private static final Pattern COMMAND =
      Pattern.compile(
          "silence\\s+" + SpokenTime.PATTERN + "(?:\\s+(.{1,200}))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern END =
      Pattern.compile("unsilence(?:\\s+(.{1,200}))?", Pattern.CASE_INSENSITIVE);
  private static final Duration LONGEST = Duration.ofDays(30);

  /** As the audit has them. */
  private static final String SILENCE = "alert.silence";

  private static final String UNSILENCE = "alert.unsilence";

  private final SentMessages messages;
  private final AuditTrail audit;

  Silence(SentMessages messages, AuditTrail audit) {
    this.messages = messages;
    this.audit = audit;
  }

  /** A decided button: its value says how long, its notice's key which alert. */
  public Map<String, Object> pressed(@Body @Nullable Object body) {
    DecidedAction action = DecidedAction.read(body);
    Matcher command = command(action.value());
    String alert = fingerprint(action.notice().key());
    if (command == null || alert.isEmpty()) {
      throw new PermanentFailure(
          "The value of the action must be 'silence <time>' on the notice of an alert, was: '%s' on '%s'"
              .formatted(action.value(), action.notice().key()),
          null);
    }
    return wish(alert, duration(command), action.by());
  }

  /**
   * A message; the map has {@code refusal}, the reason, when there is nothing to be done. It is
   * empty when people talk to each other: nobody asked the hub.
   */
  public Map<String, Object> asked(@Body @Nullable Object body) {
    ChatMessage message = ChatMessage.read(body);
    Matcher command = command(message.text());
    if (command == null && !message.addressed() && answered(message).isEmpty()) {
      return refusal("");
    }
    Person person = operator(message);
    if (person == null) {
      return stranger(message, SILENCE);
    }
    if (command == null) {
      return refusal("time");
    }
    Duration time = duration(command);
    if (time.isZero() || time.compareTo(LONGEST) > 0) {
      return Map.of("refusal", "length", "days", LONGEST.toDays());
    }
    String alert = command.group(3) == null ? answered(message) : command.group(3).strip();
    return alert.isEmpty() ? refusal("alert") : wish(alert, time, person.name());
  }

  /** The same of a message that takes a silence back. */
  public Map<String, Object> askedToEnd(@Body @Nullable Object body) {
    ChatMessage message = ChatMessage.read(body);
    Matcher command = END.matcher(message.text().strip());
    if (!command.matches()) {
      return refusal("");
    }
    Person person = operator(message);
    if (person == null) {
      return stranger(message, UNSILENCE);
    }
    String alert = command.group(1) == null ? answered(message) : command.group(1).strip();
    return alert.isEmpty() ? refusal("alert") : Map.of("alert", alert, "by", person.name());
  }

  /** What became of that. */
  public Map<String, Object> ended(
      @Body Map<String, Object> wish, @Header("silenced") @Nullable List<?> ended) {
    return outcome(wish, ended, UNSILENCE, Map.of());
  }

  private static @Nullable Person operator(ChatMessage message) {
    Person person = message.person();
    return person == null || !person.may(Person.Role.operator) ? null : person;
  }

  private Map<String, Object> stranger(ChatMessage message, String action) {
    String id = message.author().id();
    audit.record(message.medium() + ":" + id, action, null, null, "refused", Map.of());
    return Map.of("refusal", "stranger", "id", id, "medium", message.medium());
  }

  /** What became of it; nothing is silenced where no such alert fires. */
  public Map<String, Object> answer(
      @Body Map<String, Object> wish, @Header("silenced") @Nullable List<?> silenced) {
    return outcome(wish, silenced, SILENCE, Map.of("seconds", String.valueOf(wish.get("seconds"))));
  }

  private Map<String, Object> outcome(
      Map<String, Object> wish,
      @Nullable List<?> silenced,
      String action,
      Map<String, String> detail) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Object row : silenced == null ? List.of() : silenced) {
      rows.add(told(Fields.of(row), String.valueOf(wish.get("by"))));
    }
    if (!rows.isEmpty()) {
      audit.record(
          String.valueOf(wish.get("by")),
          action,
          String.valueOf(wish.get("alert")),
          null,
          "ok",
          detail);
    }
    Map<String, Object> answer = new LinkedHashMap<>(wish);
    answer.put("silenced", rows);
    answer.put("ended", action.equals(UNSILENCE));
    return answer;
  }

  /** An alert that is silenced, as {@code alert.silenced} has it. */
  private static Map<String, Object> told(Fields row, String by) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("fingerprint", row.text("fingerprint"));
    told.put("name", row.text("name"));
    told.put("labels", row.jsonMap("labels"));
    told.put("origin", row.text("origin"));
    told.put("until", row.text("until"));
    told.put("untilText", row.text("until_text"));
    told.put("by", by);
    return told;
  }

  private String answered(ChatMessage message) {
    String answers = message.answers() == null ? "" : message.answers();
    return messages
        .keyOf(message.conversation().toString(), answers)
        .map(Silence::fingerprint)
        .orElse("");
  }

  /** Of a key as {@link Alert} makes it. */
  private static String fingerprint(String key) {
    if (!key.startsWith(Alert.KEY)) {
      return "";
    }
    String rest = key.substring(Alert.KEY.length());
    int slash = rest.lastIndexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static Map<String, Object> wish(String alert, Duration time, String by) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("alert", alert);
    wish.put("seconds", time.toSeconds());
    wish.put("by", by);
    return wish;
  }

  private static Map<String, Object> refusal(String why) {
    return Map.of("refusal", why);
  }

  private static @Nullable Matcher command(String text) {
    Matcher command = COMMAND.matcher(text.strip());
    return command.matches() ? command : null;
  }

  private static Duration duration(Matcher command) {
    return SpokenTime.of(command.group(1), command.group(2));
  }
}
