package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@code chat.message}: somebody said something, whichever chat it was in.
 *
 * @param person whom {@code hub.people} knows the author as
 * @param addressed whether the hub is meant: a private chat, a mention, a command; other messages
 *     of a channel are events too
 * @param text without the mention or command that addressed the hub, its entities decoded
 * @param message what the chat calls the message
 * @param answers what the chat calls the message that this one answers
 * @param reply what the medium needs to answer just this: a response URL, an interaction's token
 * @param files that came along
 * @param album what files that were sent together have in common
 * @param form that was filled in
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatMessage(
    String medium,
    Conversation conversation,
    Author author,
    @Nullable Person person,
    boolean addressed,
    String text,
    @Nullable String message,
    @Nullable String answers,
    Map<String, String> reply,
    List<ChatFile> files,
    @Nullable String album,
    @Nullable Form form) {
  public static final String TYPE = "chat.message";

  public ChatMessage {
    medium = medium == null ? "" : medium;
    conversation = conversation == null ? Conversation.NONE : conversation;
    author = author == null ? Author.NOBODY : author;
    text = WholeText.orEmpty(text);
    reply = reply == null ? Map.of() : reply;
    files = files == null ? List.of() : files.stream().filter(Objects::nonNull).toList();
  }

  /** Words alone. */
  public static ChatMessage said(
      Conversation conversation, Author author, boolean addressed, String text) {
    return new ChatMessage(
        conversation.medium(),
        conversation,
        author,
        null,
        addressed,
        text,
        null,
        null,
        Map.of(),
        List.of(),
        null,
        null);
  }

  /**
   * @param body of a {@code chat.message} in a flow
   */
  public static ChatMessage read(@Nullable Object body) {
    return ChatJson.read(body, ChatMessage.class);
  }

  /**
   * @param data of a {@code chat.message} in the log
   */
  public static ChatMessage read(byte[] data) {
    return ChatJson.read(data, ChatMessage.class);
  }

  /** With what the chat calls the message, and the one that it answers. */
  public ChatMessage called(@Nullable String message, @Nullable String answers) {
    return with(person, message, answers, reply, files, album, form);
  }

  /** With what the medium needs for an answer. */
  public ChatMessage answeredBy(Map<String, String> reply) {
    return with(person, message, answers, reply, files, album, form);
  }

  public ChatMessage with(List<ChatFile> files, @Nullable String album, @Nullable Form form) {
    return with(person, message, answers, reply, files, album, form);
  }

  public ChatMessage by(@Nullable Person person) {
    return with(person, message, answers, reply, files, album, form);
  }

  /** The same words of the same author, and what else is known of them. */
  private ChatMessage with(
      @Nullable Person person,
      @Nullable String message,
      @Nullable String answers,
      Map<String, String> reply,
      List<ChatFile> files,
      @Nullable String album,
      @Nullable Form form) {
    return new ChatMessage(
        medium,
        conversation,
        author,
        person,
        addressed,
        text,
        message,
        answers,
        reply,
        files,
        album,
        form);
  }

  public byte[] json() {
    return ChatJson.bytes(this);
  }
}
