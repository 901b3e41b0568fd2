package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.Secret;
import com.millyweb.hub.event.PermanentFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each medium keeps files, and what it wants to see before it hands one out. */
final class ChatFileSources {
  private static final Set<String> DISCORD = Set.of("cdn.discordapp.com", "media.discordapp.net");

  private final TelegramProperties telegram;
  private final NotifyProperties.Slack slack;
  private final DiscordProperties discord;
  private final AnswerRule rule;
  private final ChatFiles.Client questions;
  private final ChatFiles.Client files;

  ChatFileSources(
      TelegramProperties telegram,
      NotifyProperties.Slack slack,
      DiscordProperties discord,
      AnswerRule rule,
      ChatFiles.Client questions,
      ChatFiles.Client files) {
    this.telegram = telegram;
    this.slack = slack;
    this.discord = discord;
    this.rule = rule;
    this.questions = questions;
    this.files = files;
  }

  /** Its bytes, as many as the client reads. */
  byte[] fetch(Map<?, ?> file, String name) throws IOException {
    String id = ChatFiles.text(file, "id");
    String url = ChatFiles.text(file, "url");
    String medium = ChatFiles.text(file, "medium");
    return switch (medium) {
      case "telegram" -> telegram(id, name);
      case "slack" -> slack(id, url, name);
      case "discord" -> load("Discord", discord(url, name), null);
      default ->
          throw new PermanentFailure(
              "A file must be of telegram, slack or discord, was of: '%s'"
                  .formatted(AnswerRule.quote(medium)),
              null);
    };
  }

  /** <a href="https://core.telegram.org/bots/api#getfile">getFile</a>: 20 MB, for an hour. */
  private byte[] telegram(String id, String name) throws IOException {
    Secret token = telegram.token();
    if (token == null) {
      throw missing("hub.notify.telegram.token");
    }
    String base = telegram.baseUrl().toString().replaceFirst("/+$", "");
    URI method = URI.create(base + "/bot" + token.reveal() + "/getFile");
    Answer answer = questions.send(method, null, NoticeJson.bytes(Map.of("file_id", id)));
    JsonNode json = json(answer);
    String path = json.path("result").path("file_path").asText();
    rule.require2xx("Telegram getFile for " + AnswerRule.quote(name), answer);
    // a server of one's own may name a path on its disk
    if (!path.matches("[A-Za-z0-9_-][A-Za-z0-9_./-]*") || path.contains("..")) {
      throw refused(name, "Telegram named no path that can be fetched");
    }
    return load("Telegram", URI.create(base + "/file/bot" + token.reveal() + "/" + path), null);
  }

  private byte[] slack(String id, String url, String name) throws IOException {
    Secret token = slack.token();
    if (token == null) {
      throw missing("hub.notify.slack.token");
    }
    String place = url.isEmpty() ? slackUrl(id, token, name) : url;
    URI own =
        new SlackHosts(slack.baseUrl())
            .files(place)
            .orElseThrow(() -> refused(name, "it is not at Slack"));
    Answer answer = files.send(own, token, null);
    String type = answer.headers().getOrDefault("Content-Type", "");
    boolean page = type.startsWith("text/html") && !name.matches("(?i).*\\.x?html?");
    // who may not see the file is sent to the page where one logs in
    if (page || answer.status() / 100 == 3) {
      throw refused(name, "the bot needs the scope files:read");
    }
    rule.require2xx("Slack's place for files", answer);
    return answer.body();
  }

  /** Of a file that an event only names, as those of other workspaces. */
  private String slackUrl(String id, Secret token, String name) throws IOException {
    if (!id.matches("[A-Z0-9]{1,64}")) {
      throw refused(name, "it has neither a URL nor an id");
    }
    String base = slack.baseUrl().toString().replaceFirst("/+$", "");
    Answer answer = questions.send(URI.create(base + "/files.info?file=" + id), token, null);
    rule.require2xx("Slack files.info", answer);
    JsonNode json = json(answer);
    if (!json.path("ok").asBoolean()) {
      throw refused(name, "Slack files.info says " + json.path("error").asText("nothing"));
    }
    return json.path("file")
        .path("url_private_download")
        .asText(json.path("file").path("url_private").asText());
  }

  private URI discord(String text, String name) {
    try {
      URI url = new URI(text);
      URI api = discord.baseUrl();
      boolean known =
          "https".equals(url.getScheme())
              && (url.getPort() == -1 || url.getPort() == 443)
              && DISCORD.contains(String.valueOf(url.getHost()));
      boolean sameOrigin =
          api.getScheme().equals(url.getScheme())
              && api.getHost().equals(url.getHost())
              && api.getPort() == url.getPort();
      if (url.getUserInfo() == null && (known || sameOrigin)) {
        return url;
      }
    } catch (URISyntaxException e) {
      // as below
    }
    throw refused(name, "it is not at Discord");
  }

  private byte[] load(String medium, URI url, @Nullable Secret bearer) throws IOException {
    Answer answer = files.send(url, bearer, null);
    rule.require2xx(medium + "'s place for files", answer);
    return answer.body();
  }

  private static PermanentFailure missing(String key) {
    return new PermanentFailure("A file can not be fetched: %s is not set".formatted(key), null);
  }

  private static PermanentFailure refused(String name, String why) {
    return new PermanentFailure(
        "File %s can not be fetched: %s".formatted(AnswerRule.quote(name), why), null);
  }

  private static JsonNode json(Answer answer) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(answer.text());
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
