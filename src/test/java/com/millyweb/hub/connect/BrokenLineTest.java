package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.process.Ports;
import jakarta.mail.Flags;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each connector with a real server, to which the line breaks in the middle: at the beginning, in
 * what is carried, and in the last answers, where it was done and nobody heard of it.
 */
class BrokenLineTest {
  private static final String LONG = "0123456789abcdef".repeat(2_000);

  private static final ConnectFixture hub =
      new ConnectFixture().set("hub.secrets.server", "pass#word");

  @TempDir private Path folder;
  private BrokenLine line;

  @AfterEach
  void end() throws Exception {
    hub.clear();
    if (line != null) {
      line.close();
    }
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  @Test
  void file_of_a_server_is_taken_whole_and_once() throws Exception {
    try (var server = SftpServer.start(folder, Ports.free(), "pass#word")) {
      line = new BrokenLine(server.port());
      String parameters =
          "username: hub\npassword: '{{secrets.server}}'\ndelay: 300\ndisconnect: true\nreconnectDelay: 100\nmove: .done";
      hub.ingress(
              "drop",
              "sftp:127.0.0.1:%d/in".formatted(line.port()),
              parameters,
              "",
              "event:file.dropped?subject=${file:name}&key=${file:name}-${file:size}-${file:modified}")
          .start();
      Files.createDirectories(folder.resolve("in"));
      int count =
          new LineBreaks(line)
              .carry(
                  8,
                  number -> put(number + ".txt", LONG + number),
                  number -> Files.exists(folder.resolve("in/.done/%d.txt".formatted(number))));

      assertThat(hub.subjects("file.dropped"))
          .containsExactlyInAnyOrderElementsOf(names(count, "%d.txt"));
      assertThat(hub.events("file.dropped"))
          .containsExactlyInAnyOrderElementsOf(names(count, LONG + "%d"));
    }
  }

  /** As a sender does it that knows of readers. */
  private void put(String name, String content) throws Exception {
    Path hidden = Files.writeString(folder.resolve(name), content);
    Files.move(hidden, folder.resolve("in").resolve(name));
  }

  @Test
  void file_is_put_to_a_server_whole() throws Exception {
    try (var server = SftpServer.start(folder, Ports.free(), "pass#word")) {
      line = new BrokenLine(server.port());
      hub.write(
              "flow/upload.camel.yaml",
              """
              - route:
                  id: flow.upload
                  description: Puts a file there.
                  from:
                    uri: event:upload
                    parameters: {backoff: 200ms, maxAttempts: 50}
                    steps:
                      - setHeader: {name: CamelFileName, jq: '"\\(.number).txt"'}
                      - setBody: {jq: .text}
                      - to:
                          uri: sftp:127.0.0.1:%d/out
                          parameters:
                            username: hub
                            password: "{{secrets.server}}"
                            tempPrefix: part-
                            disconnect: true
                            reconnectDelay: 100
              """
                  .formatted(line.port()))
          .start();
      new LineBreaks(line)
          .carry(
              8,
              number ->
                  hub.append(
                      "upload", "{\"number\": %d, \"text\": \"%s\"}".formatted(number, LONG)),
              number -> {
                Path file = folder.resolve("out/%d.txt".formatted(number));
                if (Files.exists(file)) {
                  assertThat(file).hasContent(LONG);
                }
                return Files.exists(file);
              });
    }
  }

  @Test
  void mail_is_an_event_once() throws Exception {
    var smtp = new ServerSetup(Ports.free(), "127.0.0.1", "smtp");
    var imap = new ServerSetup(Ports.free(), "127.0.0.1", "imap");
    var server = new GreenMail(new ServerSetup[] {smtp, imap});
    server.start();
    try {
      var user = server.setUser("hub@example.org", "hub@example.org", "pass#word");
      var inbox = server.getManagers().getImapHostManager().getInbox(user);
      line = new BrokenLine(imap.getPort());
      hub.ingress(
              "mail",
              "imap:127.0.0.1:" + line.port(),
              "username: hub@example.org\npassword: '{{secrets.server}}'\ndelay: 300",
              "- bean:\n    ref: mail\n    method: read",
              "event:mail.received?key=${header.Message-ID}")
          .start();
      int count =
          new LineBreaks(line)
              .carry(
                  8,
                  number ->
                      GreenMailUtil.sendTextEmail(
                          "hub@example.org",
                          "ann@example.org",
                          "No " + number,
                          LONG + number,
                          smtp),
                  number ->
                      inbox.getMessages().size() == number + 1
                          && inbox.getMessages().stream()
                              .allMatch(mail -> mail.getFlags().contains(Flags.Flag.SEEN)));

      assertThat(hub.events("mail.received"))
          .extracting("text")
          .containsExactlyInAnyOrderElementsOf(names(count, LONG + "%d"));
    } finally {
      server.stop();
    }
  }

  @Test
  void mail_is_sent_whole_and_twice_only_where_its_acceptance_was_lost() throws Exception {
    var smtp = new ServerSetup(Ports.free(), "127.0.0.1", "smtp");
    var server = new GreenMail(smtp);
    server.start();
    try {
      line = new BrokenLine(smtp.getPort());
      hub.write(
              "flow/letter.camel.yaml",
              """
              - route:
                  id: flow.letter
                  description: Writes a letter.
                  from:
                    uri: event:letter
                    parameters: {backoff: 200ms, maxAttempts: 50}
                    steps:
                      - setHeader: {name: subject, jq: '.number | tostring'}
                      - setBody: {jq: .text}
                      - to:
                          uri: smtp:127.0.0.1:%d
                          parameters: {from: hub@example.org, to: bob@example.org}
              """
                  .formatted(line.port()))
          .start();
      int count =
          new LineBreaks(line)
              .carry(
                  8,
                  number ->
                      hub.append(
                          "letter", "{\"number\": %d, \"text\": \"%s\"}".formatted(number, LONG)),
                  number -> subjects(server).contains(String.valueOf(number)));

      assertThat(subjects(server)).containsAll(names(count, "%d"));
      assertThat(subjects(server)).hasSizeLessThanOrEqualTo(2 * count);
      for (MimeMessage mail : server.getReceivedMessages()) {
        assertThat(GreenMailUtil.getBody(mail).replaceAll("=?\\s+", "")).isEqualTo(LONG);
      }
    } finally {
      server.stop();
    }
  }

  private static List<String> subjects(GreenMail server) throws Exception {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage mail : server.getReceivedMessages()) {
      subjects.add(mail.getSubject());
    }
    return subjects;
  }

  @Test
  void message_of_a_broker_is_not_lost() throws Exception {
    try (Mosquitto broker = Mosquitto.orSkip().start()) {
      line = new BrokenLine(broker.port());
      hub.ingress(
              "home",
              "paho-mqtt5:home/text",
              "brokerUrl: tcp://127.0.0.1:" + line.port(),
              "",
              "event:home.text")
          .start();
      LineBreaks.patiently("connected").untilAsserted(() -> assertThat(hub.trouble()).isNull());
      int count =
          new LineBreaks(line)
              .carry(
                  // each costs a longer pause
                  2,
                  number -> broker.publish("home/text", LONG + "-" + number),
                  number -> hub.events("home.text").contains(LONG + "-" + number));

      assertThat(hub.events("home.text"))
          .containsAll(names(count, LONG + "-%d"))
          .hasSizeLessThanOrEqualTo(2 * count);
    }
  }

  @Test
  void row_is_written_into_another_database_once() throws Exception {
    TestDatabase shop = TestDatabase.createEmpty();
    JdbcClient client = JdbcClient.create(shop.dataSource());
    client.sql("create table orders (number int primary key, text text)").update();
    int port = URI.create(shop.url().substring("jdbc:".length())).getPort();
    line = new BrokenLine(port);
    hub.set("hub.connect.databases.shop.url", shop.url().replace(":" + port, ":" + line.port()))
        .set("hub.connect.databases.shop.user", shop.user())
        .set("hub.connect.databases.shop.password", shop.password())
        .write(
            "flow/order.camel.yaml",
            """
            - route:
                id: flow.order
                description: Writes an order into the shop's database.
                from:
                  uri: event:order
                  parameters: {backoff: 200ms, maxAttempts: 50}
                  steps:
                    - to:
                        uri: "sql:insert into orders (number, text) values (:#${body[number]}, :#${body[text]}) on conflict do nothing"
                        parameters: {dataSource: "#shop"}
            """)
        .start();
    int count =
        new LineBreaks(line)
            .carry(
                8,
                number ->
                    hub.append(
                        "order", "{\"number\": %d, \"text\": \"%s\"}".formatted(number, LONG)),
                number ->
                    client
                        .sql("select number from orders")
                        .query(Integer.class)
                        .list()
                        .contains(number));

    assertThat(
            client
                .sql("select count(*) from orders where length(text) = :length")
                .param("length", LONG.length())
                .query(Integer.class)
                .single())
        .isEqualTo(count);
  }

  private static List<String> names(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).toList();
  }

  @Test
  void entry_of_a_feed_is_an_event_once() throws Exception {
    try (var publisher = new Publisher()) {
      line = new BrokenLine(publisher.port());
      hub.ingress(
              "news",
              "rss:http://127.0.0.1:%d/feed.xml".formatted(line.port()),
              "delay: 300",
              "",
              "event:news.entry?key=${body[id]}")
          .start();
      int count =
          new LineBreaks(line)
              .carry(8, publisher::publish, number -> hub.events("news.entry").size() > number);

      assertThat(hub.events("news.entry"))
          .extracting("id")
          .containsExactlyElementsOf(names(count, "urn:%d"));
      assertThat(hub.events("news.entry")).extracting("summary").containsOnly(LONG);
    }
  }

  private static final class Publisher extends FakeHttp {
    private volatile int last;

    Publisher() {
      super(0);
    }

    int port() {
      return URI.create(origin()).getPort();
    }

    void publish(int number) {
      last = number;
    }

    @Override
    protected Answer work(Request request) {
      return new Answer(
          200,
          "<rss version=\"2.0\"><channel><title>Blog</title><link>https://blog.example.org</link><description>b</description>"
              + "<item><guid>urn:%d</guid><title>t</title><description>%s</description></item></channel></rss>"
                  .formatted(last, LONG),
          Map.of("Content-Type", "application/xml; charset=utf-8"));
    }
  }
}
