package com.millyweb.hub.service.email;

import static com.millyweb.hub.service.email.EmailProperties.Security.none;
import static com.millyweb.hub.service.email.EmailProperties.Security.starttls;
import static com.millyweb.hub.service.email.EmailProperties.Security.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.DummySSLSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.millyweb.hub.fake.FakeSmtp;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a mail server that is not ours. */
class EmailTlsTest {
  private static final Map<String, Object> TRUSTING =
      Map.of(
          "mail.smtp.ssl.socketFactory",
          new DummySSLSocketFactory(),
          "mail.smtp.ssl.checkserveridentity",
          "false");

  private final GreenMail mail =
      new GreenMail(
          new ServerSetup[] {
            ServerSetupTest.SMTP.dynamicPort(), ServerSetupTest.SMTPS.dynamicPort()
          });

  private final SendingFixture sending = new SendingFixture();

  @BeforeEach
  void start() {
    mail.start();
    mail.setUser("ops@example.org", "ops@example.org", "s3cret-password");
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  private Email email(EmailProperties.Security security, Map<String, Object> more) {
    int port = (security == tls ? mail.getSmtps() : mail.getSmtp()).getPort();
    return email(port, security, "ops@example.org", more);
  }

  private Email email(
      int port, EmailProperties.Security security, String user, Map<String, Object> more) {
    return new Email(
        new EmailProperties(
            "127.0.0.1",
            port,
            security,
            user,
            new Secret("s3cret-password"),
            null,
            "ops@example.org",
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND.multipliedBy(5)),
        sending.book,
        sending.sequence,
        sending.links(SendingFixture.PUBLIC),
        more);
  }

  private static Medium.Sent send(Email email) throws Exception {
    return email.send(
        SendingFixture.delivery(SendingFixture.full(Severity.error), Target.of("ops", email)));
  }

  @Test
  void message_is_taken_over_tls() throws Exception {
    assertThat(send(email(tls, TRUSTING))).isEqualTo(Medium.Sent.accepted);
    assertThat(mail.getReceivedMessages())
        .singleElement()
        .satisfies(
            message -> assertThat(message.getSubject()).isEqualTo("❌ Disk <full> & \"hot\""));
  }

  @Test
  void message_is_taken_after_a_plain_login() throws Exception {
    send(email(none, Map.of()));
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void certificate_of_somebody_else_is_not_trusted() {
    assertThatThrownBy(() -> send(email(tls, Map.of())))
        .isInstanceOf(SendFailed.class)
        .hasMessageContaining("The certificate of the mail server 127.0.0.1");
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void server_without_starttls_gets_neither_password_nor_message() {
    assertThatThrownBy(() -> send(email(starttls, Map.of())))
        .isInstanceOf(SendFailed.class)
        .hasMessageContaining("STARTTLS");
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void login_and_message_go_over_the_line_after_starttls() throws Exception {
    try (FakeSmtp fake = FakeSmtp.start().startTls()) {
      send(email(fake.port(), starttls, FakeSmtp.USER, TRUSTING));
      assertThat(fake.mails()).hasSize(1);

      assertThatThrownBy(() -> send(email(fake.port(), starttls, FakeSmtp.USER, Map.of())))
          .isInstanceOf(SendFailed.class);
      assertThatThrownBy(() -> send(email(fake.port(), none, FakeSmtp.USER, Map.of())))
          .isInstanceOf(SendFailed.class)
          .hasMessageContaining("offers no login");
      assertThat(fake.mails()).hasSize(1);
    }
  }
}
