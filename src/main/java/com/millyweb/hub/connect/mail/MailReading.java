package com.millyweb.hub.connect.mail;

import com.millyweb.hub.camel.RouteBean;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailMessage;
import org.springframework.stereotype.Component;

/** {@code bean: {ref: mail, method: read}}: a mail as data, for the event that it becomes. */
@RouteBean
@Component("mail")
final class MailReading {
  private static final int LONGEST_TEXT = 256 * 1024;
  private static final int LONGEST_FILES = 5 * 1024 * 1024;
  private static final int DEEPEST = 20;

  /**
   * Subject, from, to, date, id, text, html, and attachments with name, type, size and, up to 5 MB
   * together, their content as base64.
   */
  public Map<String, Object> read(Exchange exchange) throws MessagingException, IOException {
    MailMessage mail = exchange.getIn(MailMessage.class);
    if (mail == null) {
      throw new IllegalArgumentException(
          "mail.read needs a mail: it stands in a route that begins with imap: or imaps:");
    }
    var message = mail.getOriginalMessage();
    Map<String, Object> data = new LinkedHashMap<>();
    for (String header : List.of("Subject", "From", "To", "Cc", "Reply-To", "Message-ID")) {
      Object value = exchange.getMessage().getHeader(header);
      if (value != null) {
        data.put(name(header), value.toString());
      }
    }
    if (message.getSentDate() != null) {
      data.put("date", message.getSentDate().toInstant().toString());
    }
    List<Map<String, Object>> attachments = new ArrayList<>();
    collect(message, data, attachments, 0);
    if (!attachments.isEmpty()) {
      data.put("attachments", attachments);
    }
    return data;
  }

  private static String name(String header) {
    return switch (header) {
      case "Message-ID" -> "id";
      case "Reply-To" -> "replyTo";
      default -> header.toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static void collect(
      Part part, Map<String, Object> data, List<Map<String, Object>> attachments, int depth)
      throws MessagingException, IOException {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("A mail with parts more than 20 deep is not read");
    }
    boolean attached =
        Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
    if (!attached && part.isMimeType("multipart/*")) {
      Multipart parts = (Multipart) part.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        collect(inner, data, attachments, depth + 1);
      }
    } else if (!attached && part.isMimeType("text/html")) {
      data.putIfAbsent("html", text(part));
    } else if (!attached && part.isMimeType("text/*")) {
      data.putIfAbsent("text", text(part));
    } else if (attached) {
      attachments.add(attachment(part, attachments));
    }
  }

  private static String text(Part part) throws MessagingException, IOException {
    String text = String.valueOf(part.getContent()).strip();
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  private static Map<String, Object> attachment(Part part, List<Map<String, Object>> others)
      throws MessagingException, IOException {
    long before =
        others.stream()
            .mapToLong(other -> ((Number) other.getOrDefault("size", 0)).longValue())
            .sum();
    Map<String, Object> data = new LinkedHashMap<>();
    String name = part.getFileName() == null ? "attachment" : part.getFileName();
    // a name is no path
    data.put("name", name.replaceAll("[/\\\\\\p{Cntrl}]", "_"));
    data.put("type", part.getContentType().replaceFirst("(?s)\\s*;.*", ""));
    int room = (int) Math.max(0, LONGEST_FILES - before);
    try (InputStream in = part.getInputStream()) {
      byte[] content = in.readNBytes(room + 1);
      if (content.length <= room) {
        data.put("size", content.length);
        data.put("content", Base64.getEncoder().encodeToString(content));
      } else {
        data.put("tooLarge", true);
      }
    }
    return data;
  }
}
