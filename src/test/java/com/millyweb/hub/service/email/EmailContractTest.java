package com.millyweb.hub.service.email;

import com.millyweb.hub.fake.FakeSmtp;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MediumContract;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class EmailContractTest extends MediumContract {
  private final FakeSmtp fake = FakeSmtp.start();
  private final SendingFixture sending = new SendingFixture();
  private final Email email =
      new Email(
          new EmailProperties(
              "127.0.0.1",
              fake.port(),
              EmailProperties.Security.none,
              FakeSmtp.USER,
              new Secret(FakeSmtp.PASSWORD),
              "hub@example.org",
              "ops@example.org",
              SendingFixture.FAST,
              1_000,
              SendingFixture.SECOND),
          sending.book,
          sending.sequence,
          sending.links(SendingFixture.PUBLIC));

  @AfterEach
  void stop() throws Exception {
    sending.close();
    fake.close();
  }

  @Override
  protected Medium medium() {
    return email;
  }

  @Override
  protected List<String> shown() {
    return fake.mails().stream().map(EmailContractTest::words).toList();
  }

  @Override
  protected List<Map<String, Object>> ledger() {
    return sending.sent();
  }

  @Override
  protected boolean edits() {
    return false;
  }

  @Override
  protected boolean splits() {
    return false;
  }

  @Override
  protected void works() {
    fake.next(".", "250 2.0.0 taken");
  }

  @Override
  protected void fails() {
    fake.next("RCPT", "450 4.2.1 greylisted");
  }

  @Override
  protected void refuses() {
    fake.next(".", "554 5.7.1 file type not allowed");
  }

  @Override
  protected void dies() {
    fake.next("RCPT", "550 5.1.1 no such user");
  }

  @Override
  protected void silent() {
    fake.silent();
  }

  @Override
  protected void leave() throws IOException {
    fake.close();
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.empty();
  }

  private static String words(FakeSmtp.Mail mail) {
    try {
      Object content = mail.parsed().getContent();
      while (content instanceof MimeMultipart parts) {
        content = parts.getBodyPart(0).getContent();
      }
      return content.toString();
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException("A mail cannot be read", e);
    }
  }
}
