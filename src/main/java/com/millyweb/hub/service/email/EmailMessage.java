package com.millyweb.hub.service.email;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.PlainMarkup;
import com.millyweb.hub.text.Truncate;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One notice as an e-mail.
 *
 * @param id of the message, the same at every attempt
 * @param bare whether it is no more than its words, without HTML and files
 */
record EmailMessage(
    Notice notice,
    NoticeLinks links,
    String id,
    InternetAddress from,
    InternetAddress to,
    boolean bare) {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final int MAX_SUBJECT = 200;

  /**
   * @param first the Message-ID that starts the conversation; null for a message of its own
   */
  MimeMessage write(@Nullable String first) throws MessagingException {
    var message = new MimeMessage((Session) null);
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(subject(), UTF_8);
    message.setSentDate(Date.from(notice.time()));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (notice.severity().compareTo(Severity.error) >= 0) {
      message.setHeader("Importance", "high");
    }
    if (first != null) {
      message.setHeader("In-Reply-To", first);
      message.setHeader("References", first);
    }
    if (bare) {
      message.setText(plain(), UTF_8);
      message.setHeader("Content-Transfer-Encoding", "quoted-printable");
    } else {
      message.setContent(content());
    }
    message.saveChanges();
    // saving gives it an id of its own
    message.setHeader("Message-ID", id);
    return message;
  }

  private MimeMultipart content() throws MessagingException {
    MimeMultipart texts = new MimeMultipart("alternative");
    texts.addBodyPart(text(plain(), "plain"));
    texts.addBodyPart(text(EmailHtml.write(notice, links), "html"));
    var files = notice.attachments().stream().filter(file -> file.content() != null).toList();
    if (files.isEmpty()) {
      return texts;
    }
    MimeMultipart all = new MimeMultipart("mixed");
    MimeBodyPart first = new MimeBodyPart();
    first.setContent(texts);
    all.addBodyPart(first);
    for (Notice.Attachment file : files) {
      all.addBodyPart(file(file));
    }
    return all;
  }

  private static MimeBodyPart text(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    // keeps lines below 998 octets and needs nothing of the server
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  private static MimeBodyPart file(Notice.Attachment file) throws MessagingException {
    byte[] bytes = String.valueOf(file.content()).getBytes(StandardCharsets.UTF_8);
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(bytes, "text/plain; charset=UTF-8")));
    part.setHeader("Content-Transfer-Encoding", "base64");
    part.setFileName(file.name());
    part.setDisposition(MimeBodyPart.ATTACHMENT);
    return part;
  }

  private String subject() {
    String title = notice.title();
    String words =
        title == null || title.isBlank() ? PlainMarkup.line(notice.text(), 4 * MAX_SUBJECT) : title;
    // what ends a line would begin another header
    String line = words.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ").strip();
    if (line.isEmpty()) {
      line = "Notice of channel " + notice.channel();
    }
    line = Truncate.toPoints(line, MAX_SUBJECT);
    return notice.severity() == Severity.info ? line : notice.severity().sign() + " " + line;
  }

  /** Markdown is made to be read as it is. */
  private String plain() {
    StringBuilder out = new StringBuilder();
    if (notice.title() != null) {
      out.append(notice.title()).append("\n\n");
    }
    out.append(notice.text()).append("\n");
    notice
        .fields()
        .forEach(field -> out.append("\n").append(labelled(field.title(), field.value())));
    Notice.Link link = notice.link();
    if (link != null) {
      out.append("\n\n").append(labelled(link.text(), link.url()));
    }
    for (NoticeLinks.ActionLink action : links.actions()) {
      out.append("\n\n").append(labelled(action.text(), action.url()));
    }
    for (Notice.Attachment file : notice.attachments()) {
      if (file.url() != null) {
        out.append("\n\n").append(labelled(file.name(), file.url()));
      } else if (bare) {
        out.append("\n\n%s: see notice %s".formatted(file.name(), notice.id()));
      }
    }
    out.append("\n\n").append(links.hint(notice));
    if (links.page() != null) {
      out.append("\n\n-- \n").append(links.page());
    }
    return out.toString().strip().lines().collect(Collectors.joining("\r\n")) + "\r\n";
  }

  private static String labelled(@Nullable String text, String url) {
    return text == null || text.isBlank() ? url : text + ": " + url;
  }
}
