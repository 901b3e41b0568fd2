package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.service.gitlab.GitLabToken;
import com.millyweb.hub.service.minio.MinioToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens and logins that are sent as they are. */
class TokenSchemesTest {
  private static final String SIGNING = "whsec_Z2FyZGVuLXNpZ25pbmcta2V5LW9mLTMyLWJ5dGVzISE=";

  private final Scheme minio = new MinioToken();
  private final Scheme alertmanager = new BearerOrBasic();
  private final Scheme token = new BearerOrHubToken(new BearerToken());
  private final Scheme gitlab = new GitLabToken(Sender.at(0));

  @Test
  void minio_token_of_one_word_is_a_bearer_token() {
    accept(minio, "word", "Bearer word");
    accept(minio, "word", "bearer word");
    refuse(minio, "word", "word", "Bearer  word", "Bearer wor", "Bearer word ", "Basic word");
  }

  @Test
  void minio_token_of_two_words_is_the_whole_header() {
    accept(minio, "Token word", "Token word");
    refuse(minio, "Token word", "Bearer Token word", "Token Word", "Token", "word");
  }

  @Test
  void alertmanager_sends_a_token_or_a_login() {
    accept(alertmanager, "word", "Bearer word");
    accept(alertmanager, "hub:p ss:ü", "Basic " + base64("hub:p ss:ü"));
    accept(alertmanager, "a:b", "Bearer a:b");
    refuse(
        alertmanager,
        "hub:pass",
        "Basic hub:pass",
        "Basic " + base64("hub:pas"),
        "Basic " + base64("hub"),
        "Basic",
        "Basic !!!");
    refuse(alertmanager, "word", "Basic " + base64("word"));
  }

  @Test
  void own_header_does_where_authorization_is_taken() {
    accept(token, "word", "Bearer word");
    assertThatCode(() -> token.verify(request("word", Map.of("X-Hub-Token", "word"))))
        .doesNotThrowAnyException();
    for (String wrong : new String[] {"", "wor", "Bearer word"}) {
      assertThatThrownBy(
              () ->
                  token.verify(
                      request(
                          "word", Map.of("X-Hub-Token", wrong, "Authorization", "Bearer word"))))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void gitlab_token_is_accepted_beside_a_signing_token() {
    Sender both = Sender.knowing(SIGNING, "classic");
    assertThatCode(() -> gitlab.verify(both.sends("{}", Map.of("X-Gitlab-Token", "classic"))))
        .doesNotThrowAnyException();
    for (Map<String, String> headers :
        List.of(
            Map.of("X-Gitlab-Token", SIGNING),
            Map.of("X-Gitlab-Token", "classi"),
            Map.of("X-Gitlab-Token", ""),
            Map.<String, String>of(),
            Map.of("X-Gitlab-Token", "classic", "webhook-signature", "v1,AAAA"))) {
      assertThatThrownBy(() -> gitlab.verify(both.sends("{}", headers)))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void secrets_that_can_not_be_sent_stop_the_start() {
    assertThatThrownBy(() -> minio.prepare(Sender.knowing("one two three").source()))
        .hasMessageStartingWith("hub.ingress.sources.shop.secret")
        .hasMessageNotContaining("three");
    assertThatThrownBy(() -> alertmanager.prepare(Sender.knowing("two words").source()))
        .hasMessageStartingWith("hub.ingress.sources.shop.secret")
        .hasMessageNotContaining("words");
    assertThatThrownBy(() -> token.prepare(Sender.knowing("ü").source()))
        .hasMessageStartingWith("hub.ingress.sources.shop.secret");
    assertThatThrownBy(() -> gitlab.prepare(Sender.knowing("whsec_!").source()))
        .hasMessageStartingWith("hub.ingress.sources.shop.secret");
  }

  private static void accept(Scheme scheme, String secret, String authorization) {
    assertThatCode(() -> scheme.verify(request(secret, Map.of("Authorization", authorization))))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                scheme.verify(
                    Sender.knowing("another", secret)
                        .sends("{}", Map.of("Authorization", authorization))))
        .doesNotThrowAnyException();
  }

  private static void refuse(Scheme scheme, String secret, String... authorizations) {
    for (String authorization : authorizations) {
      assertThatThrownBy(
              () -> scheme.verify(request(secret, Map.of("Authorization", authorization))))
          .as(authorization)
          .isInstanceOf(Refused.class);
    }
    assertThatThrownBy(() -> scheme.verify(request(secret, Map.of()))).isInstanceOf(Refused.class);
  }

  private static Webhook request(String secret, Map<String, String> headers) {
    return Sender.knowing(secret).sends("{}", headers);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
