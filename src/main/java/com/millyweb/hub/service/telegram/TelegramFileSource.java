package com.millyweb.hub.service.telegram;

import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.ChatFileSource;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import org.springframework.stereotype.Component;

/** <a href="https://core.telegram.org/bots/api#getfile">getFile</a>: 20 MB, for an hour. */
@Component
final class TelegramFileSource implements ChatFileSource {
  private final TelegramProperties properties;

  TelegramFileSource(TelegramProperties properties) {
    this.properties = properties;
  }

  @Override
  public String medium() {
    return TelegramEvents.MEDIUM;
  }

  @Override
  public URI baseUrl() {
    return properties.baseUrl();
  }

  @Override
  public byte[] fetch(String id, String url, String name, Client client) throws IOException {
    Secret token = properties.token();
    if (token == null) {
      throw ChatFileSource.missing("hub.notify.telegram.token");
    }
    URI method = TelegramApi.method(properties.baseUrl(), token, "getFile");
    Answer answer = client.ask(method, null, NoticeJson.bytes(new TelegramRequest.File(id)));
    String path = AnswerJson.of(answer).json().path("result").path("file_path").asText();
    client.require2xx("Telegram getFile for " + HttpStatusPolicy.quote(name), answer);
    // a server of one's own may name a path on its disk
    if (!path.matches("[A-Za-z0-9_-][A-Za-z0-9_./-]*") || path.contains("..")) {
      throw ChatFileSource.refused(name, "Telegram named no path that can be fetched");
    }
    return client.load("Telegram", TelegramApi.file(properties.baseUrl(), token, path));
  }
}
