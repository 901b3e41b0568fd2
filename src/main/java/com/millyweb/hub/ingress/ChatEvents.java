package com.millyweb.hub.ingress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.chat.ChatFile;
import com.millyweb.hub.chat.People;
import com.millyweb.hub.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people say and press in chats, the same whichever chat it is: {@code chat.message}, and for
 * a button of the hub's own {@code chat.press}, which the notices' side decides and tells as {@code
 * chat.action}. The subject of each is the conversation, {@code <medium>/<chat>[/<thread>]}, to
 * which {@code notify:reply} answers.
 */
@Component
public final class ChatEvents {
  /** A button of a notice; the token itself is not kept, only its hash. */
  private static final Pattern OWN_BUTTON = Pattern.compile("a:[A-Za-z0-9_-]{22}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final People people;

  public ChatEvents(People people) {
    this.people = people;
  }

  /**
   * @param team the Slack workspace or Discord guild
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Author(String id, @Nullable String name, @Nullable String team) {
    public Author {
      name = name == null ? null : whole(name);
    }
  }

  /**
   * @param addressed whether the hub is meant: a private chat, a mention, a command; other messages
   *     of a channel are events too
   * @param text without the mention or command that addressed the hub, its entities decoded
   * @param message what the chat calls the message
   * @param answers what the chat calls the message that this one answers
   * @param reply what the medium needs to answer just this: a response URL, an interaction's token
   * @param files that came along
   * @param album what files that were sent together have in common
   * @param form that was filled in, and what stands in it
   */
  public record Said(
      String medium,
      String conversation,
      Author author,
      boolean addressed,
      String text,
      @Nullable String message,
      @Nullable String answers,
      Map<String, String> reply,
      List<ChatFile> files,
      @Nullable String album,
      @Nullable Form form) {

    /** Words alone. */
    public Said(
        String medium,
        String conversation,
        Author author,
        boolean addressed,
        String text,
        @Nullable String message,
        @Nullable String answers,
        Map<String, String> reply) {
      this(
          medium,
          conversation,
          author,
          addressed,
          text,
          message,
          answers,
          reply,
          List.of(),
          null,
          null);
    }

    public Said with(List<ChatFile> files, @Nullable String album, @Nullable Form form) {
      return new Said(
          medium,
          conversation,
          author,
          addressed,
          text,
          message,
          answers,
          reply,
          files,
          album,
          form);
    }
  }

  /**
   * @param id what the application that made the form calls it
   * @param values what stands in each of its inputs: text, a truth value, or a list of what was
   *     chosen
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Form(String id, Map<String, Object> values) {}

  /**
   * @param value what the button carries
   * @param values what was chosen, where there was a choice
   * @param message what the chat calls the message with the button
   */
  public record Pressed(
      String medium,
      String conversation,
      Author author,
      String value,
      List<String> values,
      @Nullable String message,
      Map<String, String> reply) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Who(String name, String role) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Data(
      String medium,
      String conversation,
      Author author,
      @Nullable Who person,
      @Nullable Boolean addressed,
      @Nullable String text,
      @Nullable String button,
      List<String> values,
      @Nullable String action,
      @Nullable String message,
      @Nullable String answers,
      Map<String, String> reply,
      List<ChatFile> files,
      @Nullable String album,
      @Nullable Form form) {}

  /**
   * @param source the door's source
   * @param key under which the chat repeats the same thing
   */
  public NewEvent message(String source, String key, Said said) {
    return event(
        source,
        "chat.message",
        key,
        said.conversation(),
        new Data(
            said.medium(),
            said.conversation(),
            said.author(),
            person(said.medium(), said.author()),
            said.addressed(),
            whole(said.text()),
            null,
            List.of(),
            null,
            said.message(),
            said.answers(),
            said.reply(),
            said.files(),
            said.album(),
            said.form()));
  }

  /**
   * A button that the hub did not make is {@code chat.action} at once, without {@code value} and
   * {@code by}: nobody decided whether who pressed it may, and Telegram's users can send whatever a
   * button might hold. What it holds is {@code button}, so that no flow takes it for a decision.
   */
  public NewEvent press(String source, String key, Pressed pressed) {
    boolean own = OWN_BUTTON.matcher(pressed.value()).matches();
    return event(
        source,
        own ? "chat.press" : "chat.action",
        key,
        pressed.conversation(),
        new Data(
            pressed.medium(),
            pressed.conversation(),
            pressed.author(),
            person(pressed.medium(), pressed.author()),
            null,
            null,
            own ? null : whole(pressed.value()),
            own ? List.of() : pressed.values().stream().map(ChatEvents::whole).toList(),
            own ? sha256(pressed.value()) : null,
            pressed.message(),
            null,
            pressed.reply(),
            List.of(),
            null,
            null));
  }

  /** Half a surrogate pair, escaped in JSON, is no text. */
  public static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private @Nullable Who person(String medium, Author author) {
    return people
        .find(medium, author.team(), author.id())
        .map(person -> new Who(person.name(), person.role().name()))
        .orElse(null);
  }

  private static NewEvent event(
      String source, String type, String key, String conversation, Data data) {
    try {
      return Envelope.checked(source, type, conversation, key, JSON.writeValueAsBytes(data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON can not be written", e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
