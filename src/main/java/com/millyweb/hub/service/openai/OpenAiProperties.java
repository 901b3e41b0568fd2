package com.millyweb.hub.service.openai;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server with the API of OpenAI whose models the hub uses where the configuration names one.
 *
 * @param url with the path before {@code /chat/completions}, which is {@code /v1} with most
 * @param token that it asks for; many of one's own ask for none
 * @param concurrency how many questions it is asked at once, 1 to 512. Others wait in the hub
 */
@ConfigurationProperties("hub.openai")
record OpenAiProperties(
    @DefaultValue("https://api.openai.com/v1") URI url,
    @Nullable Secret token,
    @DefaultValue("4") int concurrency) {
  private static final int MOST = 512;

  OpenAiProperties {
    HttpUrl.of(url.toString(), "hub.openai.url");
    if (concurrency < 1 || concurrency > MOST) {
      throw new IllegalArgumentException(
          "hub.openai.concurrency must be 1 to %d, was: %d".formatted(MOST, concurrency));
    }
  }
}
