package com.millyweb.hub.service.gotify;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeMarkdown;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Splitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as Gotify takes it, with its <a href="https://gotify.net/docs/msgextras">extras</a>.
 */
public record GotifyMessage(Map<String, Object> payload) {
  /** Our own bound, in UTF-16 units: Gotify has none, its clients scroll. */
  private static final int TEXT = 8_000;

  private static final int TITLE = 250;
  private static final int MAX_PARTS = 5;

  public static List<GotifyMessage> of(Notice notice, NoticeLinks links) {
    var markdown = new NoticeMarkdown(notice, links, 0, false);
    List<Splitter.Part> parts =
        new Splitter(TEXT, Splitter::units, MAX_PARTS, markdown.pointer()).split(markdown.write());
    if (parts.isEmpty()) {
      parts = List.of(new Splitter.Part("", 1, 1));
    }
    return parts.stream().map(part -> message(notice, links, part)).toList();
  }

  /** Without extras, which clients may do without; null when there are none. */
  @Nullable GotifyMessage barer() {
    Map<String, Object> words = new LinkedHashMap<>(payload);
    return words.remove("extras") == null ? null : new GotifyMessage(words);
  }

  private static GotifyMessage message(Notice notice, NoticeLinks links, Splitter.Part part) {
    Map<String, Object> payload = new LinkedHashMap<>();
    Map<String, Object> extras = new LinkedHashMap<>();
    String title = title(notice);
    if (part.text().isBlank()) {
      // a message must have a text; without a title Gotify shows the application's name
      payload.put("message", title == null ? notice.severity().name() : title);
    } else {
      payload.put("message", part.numbered());
      extras.put("client::display", Map.of("contentType", "text/markdown"));
      if (title != null) {
        payload.put("title", title);
      }
    }
    payload.put("priority", priority(notice.severity()));
    String click = click(notice, links);
    if (click != null) {
      extras.put("client::notification", Map.of("click", Map.of("url", click)));
    }
    payload.put("extras", extras);
    return new GotifyMessage(payload);
  }

  private static @Nullable String title(Notice notice) {
    String title = notice.title();
    if (title == null || title.isBlank()) {
      return null;
    }
    String line = title.replaceAll("\\s+", " ").strip();
    if (line.codePointCount(0, line.length()) > TITLE) {
      line = line.substring(0, line.offsetByCodePoints(0, TITLE - 1)) + "…";
    }
    return notice.severity() == Severity.info ? line : notice.severity().sign() + " " + line;
  }

  private static @Nullable String click(Notice notice, NoticeLinks links) {
    Notice.Link link = notice.link();
    return link == null ? links.page() : link.url();
  }

  /** In Android's client 1 to 3 are silent, 4 to 7 sound, 8 and more also shake. */
  private static int priority(Severity severity) {
    return switch (severity) {
      case debug -> 1;
      case info, success -> 4;
      case warning -> 6;
      case error -> 8;
      case critical -> 10;
    };
  }
}
