package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.process.Ports;
import com.millyweb.hub.route.RouteFile.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rss:} and {@code atom:} with a real web server. */
class FeedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FILE = "ingress/news.camel.yaml";
  private static final String EVENT = "event:news.entry?key=${body[id]}";

  private static final int PORT = Ports.free();
  private static final ConnectFixture hub =
      new ConnectFixture().set("hub.egress.allow", "127.0.0.1:" + PORT);

  private Publisher publisher;

  @BeforeEach
  void publish() {
    publisher = new Publisher(PORT);
  }

  @AfterEach
  void end() throws IOException {
    hub.clear();
    publisher.close();
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  @Test
  void entry_of_rss_is_stored_once_and_not_again_after_a_restart() {
    publisher.feed = rss(item("2", "Second"), item("1", "First &amp; best"));
    hub.ingress("news", "rss:" + url(), "delay: 300", "", EVENT).start();
    stored(2);
    publisher.feed = rss(item("3", "Third"), item("2", "Second"), item("1", "First &amp; best"));
    stored(3);
    hub.stop();
    hub.start();
    asked(2);

    assertThat(hub.events("news.entry"))
        .extracting("title")
        .containsExactly("First & best", "Second", "Third");
    assertThat(hub.events("news.entry").get(0))
        .isEqualTo(
            Map.of(
                "id", "urn:1",
                "title", "First & best",
                "link", "https://blog.example.org/1",
                "published", "2026-09-01T10:00:00Z",
                "summary", "About 1",
                "feed", "Blog"));
  }

  @Test
  void entry_of_atom_is_stored_once_and_not_again_after_a_restart() {
    publisher.feed =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <title>Releases</title><id>urn:releases</id><updated>2026-09-02T00:00:00Z</updated>
          <entry>
            <id>urn:v2</id><title>v2 – größer</title><updated>2026-09-02T00:00:00Z</updated>
            <link href="https://git.example.org/v2"/><author><name>Ann</name></author>
            <content type="html">&lt;p&gt;faster&lt;/p&gt;</content><category term="stable"/>
          </entry>
        </feed>
        """;
    hub.ingress("news", "atom:" + url(), "delay: 300", "", EVENT).start();
    stored(1);
    asked(2);
    hub.stop();
    hub.start();
    asked(2);

    assertThat(hub.events("news.entry")).hasSize(1);
    assertThat(hub.events("news.entry").get(0))
        .isEqualTo(
            Map.of(
                "id", "urn:v2",
                "title", "v2 – größer",
                "link", "https://git.example.org/v2",
                "author", "Ann",
                "updated", "2026-09-02T00:00:00Z",
                "content", "<p>faster</p>",
                "categories", List.of("stable"),
                "feed", "Releases"));
  }

  @Test
  void server_that_is_down_at_start_is_waited_for() {
    publisher.close();
    hub.stop();
    hub.ingress("news", "rss:" + url(), "delay: 300", "", EVENT).start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    trouble("ingress.news: ", "refused");

    publisher = new Publisher(PORT);
    publisher.feed = rss(item("1", "First"));
    stored(1);
    stands();
  }

  @Test
  void server_that_fails_or_hangs_up_is_asked_again() {
    publisher.feed = rss(item("1", "First"));
    publisher.next(503, "busy");
    publisher.next(FakeHttp.Trick.hangUp());
    hub.ingress("news", "rss:" + url(), "delay: 300", "", EVENT).start();

    stored(1);
    stands();
  }

  @Test
  void entry_that_the_route_cannot_take_does_not_block_the_others() {
    publisher.feed = rss(item("3", "3"), item("2", "two"), item("1", "1"));
    hub.ingress(
            "news",
            "rss:" + url(),
            "delay: 300",
            "- setBody:\n    jq: '{id, number: (.title | tonumber)}'",
            EVENT)
        .start();

    stored(2);
    trouble("ingress.news: ", "two");
    asked(2);
    assertThat(hub.events("news.entry"))
        .containsExactly(Map.of("id", "urn:1", "number", 1), Map.of("id", "urn:3", "number", 3));

    publisher.feed = rss(item("3", "3"), item("2", "2"), item("1", "1"));
    stored(3);
    stands();
  }

  @Test
  void address_in_a_private_network_is_refused_with_the_line_to_add() {
    try (var inside = new Publisher(0)) {
      hub.stop();
      hub.ingress("news", "rss:" + inside.origin() + "/feed.xml", "delay: 300", "", EVENT).start();

      assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
      assertThat(hub.problem(FILE))
          .startsWith(FILE + ":5:")
          .contains(
              "add to the configuration: hub.egress.allow: "
                  + inside.origin().replaceFirst(".*//", ""));
      assertThat(inside.received()).isEmpty();
    }
  }

  @Test
  void feed_that_leads_to_a_private_address_is_not_followed() {
    try (var inside = new Publisher(0)) {
      inside.feed = rss(item("1", "Secret"));
      publisher.always =
          new FakeHttp.Answer(302, "", Map.of("Location", inside.origin() + "/secret"));
      hub.ingress("news", "rss:" + url(), "delay: 300", "", EVENT).start();

      trouble("ingress.news: ", "127.0.0.1:" + inside.origin().replaceFirst(".*:", ""));
      assertThat(inside.received()).isEmpty();
      assertThat(hub.events("news.entry")).isEmpty();
    }
  }

  @Test
  void entities_and_huge_answers_are_refused_and_the_next_good_feed_is_read() {
    publisher.feed =
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
            + rss(item("1", "&x;"));
    hub.ingress("news", "rss:" + url(), "delay: 300", "", EVENT).start();
    trouble("ingress.news: ", "DOCTYPE");

    publisher.feed = rss(item("1", "x".repeat(9 * 1024 * 1024)));
    trouble("ingress.news: ", "is longer than 8388608 bytes");

    publisher.feed = "no feed at all";
    trouble("ingress.news: ", "prolog");
    assertThat(hub.events("news.entry")).isEmpty();

    publisher.feed = rss(item("1", "First"));
    stored(1);
  }

  private static String url() {
    return "http://127.0.0.1:%d/feed.xml".formatted(PORT);
  }

  private static String rss(String... items) {
    return "<rss version=\"2.0\"><channel><title>Blog</title><link>https://blog.example.org</link>"
        + "<description>b</description>"
        + String.join("", items)
        + "</channel></rss>";
  }

  private static String item(String number, String title) {
    return """
        <item><guid isPermaLink="false">urn:%s</guid><title>%s</title>
        <link>https://blog.example.org/%1$s</link><description>About %1$s</description>
        <pubDate>Tue, 01 Sep 2026 10:00:00 GMT</pubDate></item>
        """
        .formatted(number, title);
  }

  private static void stored(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("news.entry")).hasSize(count));
  }

  /** Waits until the server was asked this many more times. */
  private void asked(int more) {
    int before = publisher.received().size();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(publisher.received()).hasSizeGreaterThanOrEqualTo(before + more));
  }

  private static void trouble(String start, String part) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).startsWith(start).contains(part));
  }

  private static void stands() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  private static final class Publisher extends FakeHttp {
    private volatile String feed = "";
    private volatile Answer always;

    Publisher(int port) {
      super(port);
    }

    @Override
    protected Answer work(Request request) {
      return always == null
          ? new Answer(200, feed, Map.of("Content-Type", "application/xml; charset=utf-8"))
          : always;
    }
  }
}
