package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.ThreadGone;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * The <a href="https://core.telegram.org/bots/api">Bot API</a>, for notices and for the poll. The
 * token is part of every URL, so no error may show one.
 */
final class TelegramApi {
  private static final String JSON = "application/json";

  private final OutgoingHttp http;
  private final TelegramErrors errors;
  private final URI baseUrl;

  TelegramApi(OutgoingHttp http, HttpStatusPolicy policy, URI baseUrl) {
    this.http = http;
    this.errors = new TelegramErrors(policy);
    this.baseUrl = baseUrl;
  }

  /** The group became a supergroup, which has another number. */
  static final class Moved extends SendFailed {
    private static final long serialVersionUID = 1;

    private final String to;

    Moved(String message, String to) {
      super(message, null);
      this.to = to;
    }

    String to() {
      return to;
    }
  }

  /** The URL of a method; it holds the token. */
  static URI method(URI baseUrl, Secret token, String method) {
    return HttpUrl.below(baseUrl, "/bot" + token.reveal() + "/" + method);
  }

  /** The URL of a file's content; it holds the token. */
  static URI file(URI baseUrl, Secret token, String path) {
    return HttpUrl.below(baseUrl, "/file/bot" + token.reveal() + "/" + path);
  }

  /**
   * Asks for something, which must come whole.
   *
   * @throws TelegramConflict when somebody else gets the bot's updates
   */
  JsonNode ask(Secret token, String method, TelegramRequest payload) throws IOException {
    String name = "Telegram " + method;
    Answer answer = post(token, method, JSON, NoticeJson.bytes(payload));
    AnswerJson said = AnswerJson.of(answer);
    if (answer.status() / 100 == 2 && said.form() == AnswerJson.Form.cut) {
      throw new SendFailed(name + ": the answer ended before its end", null);
    }
    return result(name, answer, said);
  }

  /**
   * Calls a method.
   *
   * @param to what is named in errors
   * @return what it did; missing when Telegram has it and did not get to say so
   * @throws MessageGone when the message is not there any more
   * @throws ThreadGone when the topic is not
   * @throws Moved when the chat has another number now
   */
  JsonNode call(Secret token, String method, String to, TelegramRequest payload)
      throws IOException {
    return call(token, method, to, JSON, NoticeJson.bytes(payload));
  }

  JsonNode call(Secret token, String method, String to, String contentType, byte[] body)
      throws IOException {
    Answer answer = post(token, method, contentType, body);
    return result("Telegram %s to %s".formatted(method, to), answer, AnswerJson.of(answer));
  }

  private Answer post(Secret token, String method, String contentType, byte[] body)
      throws IOException {
    return http.post(method(baseUrl, token, method), contentType, body, Map.of());
  }

  private JsonNode result(String name, Answer answer, AnswerJson said) throws IOException {
    boolean taken = answer.status() / 100 == 2;
    if (taken && (said.json().path("ok").asBoolean() || said.form() == AnswerJson.Form.cut)) {
      return said.json().path("result");
    }
    throw errors.failure(name, answer, said);
  }
}
