package com.millyweb.hub.service.email;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.AnswerMissing;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.SendFailed;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Submits messages to one server, each on a connection of its own. Replies are those of <a
 * href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2">RFC 5321</a>: 4yz may pass, 5yz will
 * not.
 */
final class Smtp {
  /** Authentication required, mechanism too weak, credentials invalid, encryption required. */
  private static final Set<Integer> LOGIN = Set.of(530, 534, 535, 538);

  /** Mailbox unavailable, not here, name not allowed. */
  private static final Set<Integer> NO_MAILBOX = Set.of(550, 551, 553);

  /** RFC 3463: the server's rules, not the mailbox, are the reason. */
  private static final String OF_POLICY = "\\d{3}[ -]5\\.7\\..*";

  private final EmailProperties properties;
  private final Session session;

  /**
   * @param more settings of Jakarta Mail, over those that the properties make
   */
  Smtp(EmailProperties properties, Map<String, Object> more) {
    this.properties = properties;
    String timeout = Long.toString(properties.timeout().toMillis());
    boolean startTls = properties.security() == EmailProperties.Security.starttls;
    boolean tls = properties.security() == EmailProperties.Security.tls;
    Properties settings = new Properties();
    settings.put("mail.smtp.auth", Boolean.toString(properties.user() != null));
    settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    settings.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
    settings.put("mail.smtp.starttls.required", Boolean.toString(startTls));
    settings.put("mail.smtp.ssl.enable", Boolean.toString(tls));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.connectiontimeout", timeout);
    settings.put("mail.smtp.timeout", timeout);
    settings.put("mail.smtp.writetimeout", timeout);
    settings.put("mail.smtp.quitwait", "false");
    settings.putAll(more);
    session = Session.getInstance(settings);
  }

  /**
   * Returns the Message-ID when the server has the message.
   *
   * @throws DestinationDead when the login or the recipient is refused
   * @throws MessageRefused when the message is
   * @throws PermanentFailure when the sender is
   * @throws AnswerMissing when the message went out whole and the reply did not come
   * @throws SendFailed when it may pass
   */
  String send(MimeMessage message, InternetAddress to) throws IOException {
    try (var transport = new TracedTransport(session)) {
      connect(transport);
      try {
        transport.sendMessage(message, new Address[] {to});
      } catch (MessagingException e) {
        throw failure(e, transport, message, to);
      }
      return message.getMessageID();
    } catch (MessagingException e) {
      throw new SendFailed("The mail server %s: %s".formatted(server(), SmtpTrouble.reason(e)), e);
    }
  }

  private void connect(TracedTransport transport) throws SendFailed {
    try {
      transport.connect(
          properties.host(),
          properties.serverPort(),
          properties.user(),
          properties.password() == null ? null : properties.password().reveal());
    } catch (MessagingException e) {
      boolean login = LOGIN.contains(transport.getLastReturnCode());
      String message =
          new SmtpTrouble(server(), properties.timeout(), properties.security()).of(e, login);
      if (login) {
        throw new DestinationDead(message, e);
      }
      throw new SendFailed(message, e);
    }
    // a server that is about to stop may offer less, and would refuse a message without a login
    if (properties.user() != null && !transport.supportsExtension("AUTH")) {
      throw new SendFailed(server() + " offers no login", null);
    }
  }

  private IOException failure(
      MessagingException e, TracedTransport transport, MimeMessage message, InternetAddress to)
      throws MessagingException {
    int code = -1;
    boolean ofRecipient = false;
    boolean ofSender = false;
    Throwable cause = e;
    while (cause != null) {
      if (cause instanceof SMTPAddressFailedException address) {
        code = address.getReturnCode();
        ofRecipient = true;
      } else if (cause instanceof SMTPSenderFailedException sender) {
        code = sender.getReturnCode();
        ofSender = true;
      } else if (cause instanceof SMTPSendFailedException send && code < 0) {
        code = send.getReturnCode();
      }
      cause = cause.getCause();
    }
    String text =
        (ofRecipient
                ? "The mail server %s refused the recipient %s: %s"
                : "The mail server %s did not take the message to %s: %s")
            .formatted(server(), to.getAddress(), SmtpTrouble.reason(e));
    if (code < 400 && transport.isDataSent()) {
      return new AnswerMissing(
          "%s took the message but its reply did not come (%s); a second copy has the same Message-ID %s"
              .formatted(server(), SmtpTrouble.reason(e), message.getMessageID()),
          e);
    }
    if (code < 500) {
      return new SendFailed(text, e);
    }
    if (LOGIN.contains(code)
        || ofRecipient && NO_MAILBOX.contains(code) && !SmtpTrouble.reason(e).matches(OF_POLICY)) {
      throw new DestinationDead(text, e);
    }
    if (!ofRecipient && !ofSender) {
      throw new MessageRefused(text, e);
    }
    throw new PermanentFailure(text, e);
  }

  private String server() {
    return properties.host() + ":" + properties.serverPort();
  }

  /** Knows whether a message went out to its end. */
  private static final class TracedTransport extends SMTPTransport {
    private boolean dataSent;

    TracedTransport(Session session) {
      super(session, new URLName("smtp", null, -1, null, null, null));
    }

    boolean isDataSent() {
      return dataSent;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
      dataSent = true;
      super.finishData();
    }

    @Override
    public synchronized void close() {
      try {
        super.close();
      } catch (MessagingException e) {
        // the message is there, or the failure was told
      }
    }
  }
}
