package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.millyweb.hub.process.Ports;
import com.millyweb.hub.route.RouteFile.State;
import jakarta.mail.Flags;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail, in by IMAP and out by SMTP, with a real server of both. */
class MailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String PASSWORD = "pass#word";

  private static final ConnectFixture hub =
      new ConnectFixture().set("hub.secrets.mailpassword", PASSWORD);

  private final ServerSetup smtp = new ServerSetup(Ports.free(), "127.0.0.1", "smtp");
  private final ServerSetup imap = new ServerSetup(Ports.free(), "127.0.0.1", "imap");
  private final GreenMail server = new GreenMail(new ServerSetup[] {smtp, imap});
  private GreenMailUser user;

  @BeforeEach
  void prepare() {
    hub.ingress(
        "mail",
        "imap:127.0.0.1:" + imap.getPort(),
        "username: hub@example.org\npassword: '{{secrets.mailpassword}}'\ndelay: 500",
        "- bean:\n    ref: mail\n    method: read",
        "event:mail.received?key=${header.Message-ID}");
  }

  private void serve() {
    server.start();
    user = server.setUser("hub@example.org", "hub@example.org", PASSWORD);
  }

  @AfterEach
  void end() throws IOException {
    hub.clear();
    server.stop();
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private void send(String subject) {
    GreenMailUtil.sendTextEmail("hub@example.org", "ann@example.org", subject, "Hello", smtp);
  }

  @Test
  void mail_is_an_event_and_seen_when_it_is_stored() throws Exception {
    serve();
    hub.start();
    send("One");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(hub.events("mail.received"))
                    .singleElement()
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("subject", "One")
                    .containsEntry("text", "Hello")
                    .containsEntry("from", "ann@example.org"));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen()).isTrue());
  }

  @Test
  void mail_stays_unseen_until_the_log_takes_it() throws Exception {
    serve();
    hub.start();
    hub.whileTheLogTakesNothing(
        () -> {
          send("One");
          await()
              .during(Duration.ofSeconds(3))
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(seen()).isFalse());
        });
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("mail.received")).hasSize(1));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen()).isTrue());
  }

  @Test
  void server_that_is_down_at_start_is_waited_for() throws Exception {
    hub.stop();
    hub.start();
    assertThat(hub.file("ingress/mail.camel.yaml").state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).startsWith("ingress.mail: "));

    serve();
    send("One");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("mail.received")).hasSize(1));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  @Test
  void flow_sends_a_mail_and_tries_again_when_the_server_is_back() throws Exception {
    hub.write(
            "flow/letter.camel.yaml",
            """
            - route:
                id: flow.letter
                description: Writes a letter.
                from:
                  uri: event:letter
                  parameters: {backoff: 1s}
                  steps:
                    - setHeader: {name: subject, jq: .subject}
                    - setBody: {jq: .text}
                    - to:
                        uri: smtp:127.0.0.1:%d
                        parameters:
                          from: hub@example.org
                          to: bob@example.org
            """
                .formatted(smtp.getPort()))
        .start();
    hub.append("letter", "{\"subject\": \"Hi\", \"text\": \"Hello Bob\"}");
    serve();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(server.getReceivedMessages()).hasSize(1));
    assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("Hi");
    assertThat(GreenMailUtil.getBody(server.getReceivedMessages()[0])).contains("Hello Bob");
  }

  private boolean seen() throws Exception {
    var folder = server.getManagers().getImapHostManager().getInbox(user);
    return folder.getMessages().size() == 1
        && folder.getMessages().get(0).getFlags().contains(Flags.Flag.SEEN);
  }
}
