package com.millyweb.hub.workbench.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionTest {
  private static HubFixture hub;
  private static JdbcClient jdbc;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of("hub.trusted-proxies", "127.0.0.1"));
    jdbc = JdbcClient.create(hub.database().dataSource());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void the_link_becomes_a_cookie_once_and_its_code_leaves_the_url() {
    String link = link();
    assertThat(link).matches("/\\?code=[A-Za-z0-9_-]{43}").doesNotContain(HubFixture.ADMIN_TOKEN);
    assertThat(
            jdbc.sql("select string_agg(c::text, ' ') from sign_in_code c")
                .query(String.class)
                .single())
        .doesNotContain(link.substring("/?code=".length()));
    // whoever only looks whether it is there does not use it up
    Http.of(hub).send("HEAD", link, null);
    Http.Answer answer = Http.of(hub).get(link);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Set-Cookie"))
        .startsWith("hub_session=")
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/")
        .contains("Max-Age=43200");
    Http browser = Http.of(hub).with("Cookie", answer.cookie());
    assertThat(browser.get("/api/session").json().get("scope").asText()).isEqualTo("admin");
    String secret = answer.cookie().substring("hub_session=".length());
    assertThat(
            jdbc.sql("select string_agg(s::text, ' ') from session s").query(String.class).single())
        .doesNotContain(secret);
    refuses(link);
  }

  @Test
  void a_link_that_is_wrong_too_old_or_of_a_revoked_token_opens_nothing() {
    refuses("/?code=wrong");
    refuses("/?code=");
    String late = link();
    jdbc.sql("update sign_in_code set expires_at = now() - interval '1 s'").update();
    refuses(late);
    var made =
        Http.asAdmin(hub).post("/api/tokens", "{\"name\":\"linked\",\"scope\":\"viewer\"}").json();
    Http viewer = Http.as(hub, made.get("token").asText());
    String used = viewer.send("POST", "/api/session/links", null).json().get("path").asText();
    Http.Answer opened = Http.of(hub).get(used);
    Http browser = Http.of(hub).with("Cookie", opened.cookie());
    assertThat(browser.get("/api/session").json().get("scope").asText()).isEqualTo("viewer");
    // a session that could make links would never end
    assertThat(browser.with("X-Hub-Page", "1").send("POST", "/api/session/links", null).status())
        .isEqualTo(403);
    String unused = viewer.send("POST", "/api/session/links", null).json().get("path").asText();
    Http.asAdmin(hub).send("DELETE", "/api/tokens/" + made.get("record").get("id"), null);
    refuses(unused);
  }

  @Test
  void a_token_in_a_url_is_not_looked_at() {
    Http.Answer answer = Http.of(hub).get("/?token=" + HubFixture.ADMIN_TOKEN);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void behind_tls_the_cookie_is_bound_to_its_host() {
    Http tls = Http.of(hub).with("X-Forwarded-Proto", "https");
    Http.Answer answer = tls.get(link());
    assertThat(answer.header("Set-Cookie")).startsWith("__Host-hub_session=").contains("Secure");
    assertThat(tls.with("Cookie", answer.cookie()).get("/api/session").status()).isEqualTo(200);
  }

  @Test
  void a_change_by_cookie_must_come_from_the_page() {
    Http browser = browser();
    String change = "/api/deliveries/retry";
    Http page = browser.with("X-Hub-Page", "1");
    assertThat(page.post(change, "{}").status()).isEqualTo(202);
    assertThat(page.with("Origin", hub.url()).post(change, "{}").status()).isEqualTo(202);
    assertThat(page.with("Sec-Fetch-Site", "same-origin").post(change, "{}").status())
        .isEqualTo(202);

    assertThat(browser.post(change, "{}").status()).isEqualTo(403);
    assertThat(page.with("Origin", "https://evil.example").post(change, "{}").status())
        .isEqualTo(403);
    assertThat(page.with("Origin", "http://127.0.0.1:1").post(change, "{}").status())
        .isEqualTo(403);
    assertThat(page.with("Origin", "null").post(change, "{}").status()).isEqualTo(403);
    assertThat(page.with("Sec-Fetch-Site", "same-site").post(change, "{}").status()).isEqualTo(403);
    // a token is not sent by itself, so it needs no such proof
    assertThat(
            Http.asAdmin(hub).with("Origin", "https://other.example").post(change, "{}").status())
        .isEqualTo(202);
  }

  @Test
  void a_session_ends_by_signing_out_by_time_and_with_its_token() {
    Http leaving = browser();
    assertThat(leaving.with("X-Hub-Page", "1").send("DELETE", "/api/session", null).status())
        .isEqualTo(204);
    assertThat(leaving.get("/api/session").status()).isEqualTo(401);

    Http late = browser();
    jdbc.sql("update session set expires_at = now() - interval '1 s'").update();
    assertThat(late.get("/api/session").status()).isEqualTo(401);

    var made =
        Http.asAdmin(hub).post("/api/tokens", "{\"name\":\"brief\",\"scope\":\"viewer\"}").json();
    Http.Answer opened =
        Http.of(hub).post("/api/session", "{\"token\":\"" + made.get("token").asText() + "\"}");
    assertThat(opened.status()).isEqualTo(204);
    Http viewer = Http.of(hub).with("Cookie", opened.cookie());
    assertThat(viewer.get("/api/session").json().get("scope").asText()).isEqualTo("viewer");
    Http.asAdmin(hub).send("DELETE", "/api/tokens/" + made.get("record").get("id"), null);
    assertThat(viewer.get("/api/session").status()).isEqualTo(401);
  }

  @Test
  void another_site_can_not_sign_a_browser_in() {
    String body = "{\"token\":\"" + HubFixture.ADMIN_TOKEN + "\"}";
    assertThat(
            Http.of(hub).with("Origin", "https://evil.example").post("/api/session", body).status())
        .isEqualTo(403);
    assertThat(
            Http.of(hub)
                .with("Content-Type", "text/plain")
                .send("POST", "/api/session", body)
                .status())
        .isEqualTo(415);
  }

  @Test
  void the_page_is_there_for_everybody_and_runs_no_foreign_script() {
    assertThat(Http.of(hub).send("HEAD", "/", null).status()).isIn(200, 204);
    Http.Answer page = Http.of(hub).get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=");
    for (String file :
        List.of("api.js", "board.js", "dom.js", "event.js", "rows.js", "style.css", "icon.svg")) {
      Http.Answer answer = Http.of(hub).get("/workbench/" + file);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.body())
          .doesNotContain("innerHTML")
          .doesNotContain("insertAdjacentHTML")
          .doesNotContain("document.write");
    }
  }

  private static void refuses(String link) {
    Http.Answer answer = Http.of(hub).get(link);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/?refused");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  private static String link() {
    return Http.asAdmin(hub).send("POST", "/api/session/links", null).json().get("path").asText();
  }

  private static Http browser() {
    return Http.of(hub).with("Cookie", Http.of(hub).get(link()).cookie());
  }
}
