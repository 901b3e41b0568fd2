package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.ChatFileSource;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import org.springframework.stereotype.Component;

/** Files of Slack, which only a bot with the scope {@code files:read} is given. */
@Component
final class SlackFileSource implements ChatFileSource {
  private final SlackProperties properties;
  private final SlackHosts hosts;

  SlackFileSource(SlackProperties properties) {
    this.properties = properties;
    this.hosts = new SlackHosts(properties.baseUrl());
  }

  @Override
  public String medium() {
    return "slack";
  }

  @Override
  public URI baseUrl() {
    return properties.baseUrl();
  }

  @Override
  public byte[] fetch(String id, String url, String name, Client client) throws IOException {
    Secret token = properties.token();
    if (token == null) {
      throw ChatFileSource.missing("hub.notify.slack.token");
    }
    String place = url.isEmpty() ? place(id, token, name, client) : url;
    URI own =
        hosts.files(place).orElseThrow(() -> ChatFileSource.refused(name, "it is not at Slack"));
    Answer answer = client.get(own, token);
    String type = answer.headers().getOrDefault("Content-Type", "");
    boolean page = type.startsWith("text/html") && !name.matches("(?i).*\\.x?html?");
    // who may not see the file is sent to the page where one logs in
    if (page || answer.status() / 100 == 3) {
      throw ChatFileSource.refused(name, "the bot needs the scope files:read");
    }
    client.require2xx("Slack's place for files", answer);
    return answer.body();
  }

  /** Of a file that an event only names, as those of other workspaces. */
  private String place(String id, Secret token, String name, Client client) throws IOException {
    if (!id.matches("[A-Z0-9]{1,64}")) {
      throw ChatFileSource.refused(name, "it has neither a URL nor an id");
    }
    URI info = HttpUrl.below(properties.baseUrl(), "/files.info?file=" + id);
    Answer answer = client.ask(info, token, null);
    client.require2xx("Slack files.info", answer);
    JsonNode json = AnswerJson.of(answer).json();
    if (!json.path("ok").asBoolean()) {
      throw ChatFileSource.refused(
          name, "Slack files.info says " + json.path("error").asText("nothing"));
    }
    return json.path("file")
        .path("url_private_download")
        .asText(json.path("file").path("url_private").asText());
  }
}
