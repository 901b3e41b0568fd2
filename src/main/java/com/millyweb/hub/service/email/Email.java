package com.millyweb.hub.service.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.ActionLinks;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.SendLedger;
import com.millyweb.hub.notify.sending.Throttle;
import com.millyweb.hub.secret.Secret;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * E-mail. A message has text and HTML, the files that its notice brings along, and links where
 * other media have buttons. It cannot be edited: notices with one key or thread stand together.
 */
@Component
final class Email implements Medium {
  private final EmailProperties properties;
  private final SendLedger book;
  private final PartSender sender;
  private final ActionLinks links;
  private final Smtp smtp;
  private final Throttle throttle;

  @Autowired
  Email(EmailProperties properties, SendLedger book, PartSender sender, ActionLinks links) {
    this(properties, book, sender, links, Map.of());
  }

  /**
   * @param more settings of Jakarta Mail, over those that the properties make
   */
  Email(
      EmailProperties properties,
      SendLedger book,
      PartSender sender,
      ActionLinks links,
      Map<String, Object> more) {
    this.properties = properties;
    this.book = book;
    this.sender = sender;
    this.links = links;
    smtp = new Smtp(properties, more);
    throttle = new Throttle(properties.rate(), properties.burst());
    try {
      if (properties.host() != null) {
        from();
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String name() {
    return "email";
  }

  @Override
  public boolean isReady() {
    return properties.host() != null && properties.to() != null;
  }

  @Override
  public void check(Target target) {
    if (target.webhookUrl() != null || target.token() != null) {
      throw new IllegalArgumentException("e-mail has an address, but no webhook-url and no token");
    }
    if (properties.host() == null) {
      throw new IllegalArgumentException("e-mail needs hub.notify.email.host");
    }
    to(target);
  }

  @Override
  public String destination(Target target) {
    Secret password = properties.password();
    return String.join(
        "\n",
        to(target).getAddress(),
        properties.host() + ":" + properties.serverPort() + " " + properties.security(),
        String.valueOf(properties.user()),
        password == null ? "" : password.reveal());
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    check(delivery.target());
    InternetAddress to = to(delivery.target());
    MimeMessage message = message(delivery, to, false);
    return sender.send(
        delivery,
        List.of(message),
        throttle,
        String.valueOf(properties.host()),
        new MailMessenger(delivery, to, message));
  }

  /** A server may refuse a mail for its size, its files or its HTML. */
  private final class MailMessenger implements Messenger<MimeMessage> {
    private final NoticeDelivery delivery;
    private final InternetAddress to;
    private final MimeMessage whole;

    MailMessenger(NoticeDelivery delivery, InternetAddress to, MimeMessage whole) {
      this.delivery = delivery;
      this.to = to;
      this.whole = whole;
    }

    @Override
    public JsonNode post(int part, MimeMessage mail) throws IOException {
      return remote(smtp.send(mail, to));
    }

    @Override
    public @Nullable MimeMessage barer(MimeMessage mail, MessageRefused refusal) {
      return mail == whole ? message(delivery, to, true) : null;
    }
  }

  private MimeMessage message(NoticeDelivery delivery, InternetAddress to, boolean bare) {
    InternetAddress from = from();
    String id = "<%s@%s>".formatted(delivery.id(), EmailAddress.domain(from));
    try {
      return new EmailMessage(delivery.notice(), links.of(delivery), id, from, to, bare)
          .write(conversation(delivery));
    } catch (MessagingException e) {
      throw new IllegalArgumentException(
          "Notice %s makes no e-mail: %s".formatted(delivery.notice().id(), e.getMessage()), e);
    }
  }

  /** The Message-ID of the first message that this one stands under; null when it is the first. */
  private @Nullable String conversation(NoticeDelivery delivery) {
    Notice notice = delivery.notice();
    Optional<JsonNode> first =
        notice.thread() != null
            ? book.threadStart(delivery)
            : notice.key() != null ? book.keyStart(delivery) : Optional.empty();
    String id = first.map(remote -> remote.path("id").asText("")).orElse("");
    return id.isEmpty() ? null : id;
  }

  private static JsonNode remote(String id) {
    return JsonNodeFactory.instance.objectNode().put("id", id);
  }

  private InternetAddress from() {
    String from = properties.from();
    String user = properties.user();
    if (from == null && (user == null || user.indexOf('@') < 0)) {
      throw new IllegalArgumentException("e-mail needs hub.notify.email.from, a sender's address");
    }
    return from != null
        ? EmailAddress.of(from, "hub.notify.email.from")
        : EmailAddress.of(String.valueOf(user), "hub.notify.email.user");
  }

  private InternetAddress to(Target target) {
    String address = target.address();
    if (address != null) {
      return EmailAddress.of(address, "address");
    }
    String to = properties.to();
    if (to == null) {
      throw new IllegalArgumentException(
          "e-mail needs a recipient: set hub.notify.email.to, or address");
    }
    return EmailAddress.of(to, "hub.notify.email.to");
  }
}
