package com.millyweb.hub.service.gotify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeMarkdown;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Truncate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as Gotify takes it, with its <a href="https://gotify.net/docs/msgextras">extras</a>.
 *
 * @param title without one Gotify shows the application's name
 */
public record GotifyMessage(
    String message, @Nullable String title, int priority, @Nullable Extras extras) {
  /** Our own bound, in UTF-16 units: Gotify has none, its clients scroll. */
  private static final int TEXT = 8_000;

  private static final int TITLE = 250;
  private static final int MAX_PARTS = 5;

  record Extras(
      @JsonProperty("client::display") @Nullable Display display,
      @JsonProperty("client::notification") @Nullable Notification notification) {}

  record Display(String contentType) {}

  record Notification(Click click) {}

  record Click(String url) {}

  public static List<GotifyMessage> of(Notice notice, NoticeLinks links) {
    var markdown = new NoticeMarkdown(notice, links, 0, false);
    String title = title(notice);
    return markdown.parts(TEXT, Splitter::units, MAX_PARTS).stream()
        .map(part -> message(notice, markdown.click(), markdown.words(part, title, title)))
        .toList();
  }

  /** Without extras, which clients may do without; null when there are none. */
  @Nullable GotifyMessage barer() {
    return extras == null ? null : new GotifyMessage(message, title, priority, null);
  }

  private static GotifyMessage message(
      Notice notice, @Nullable String click, NoticeMarkdown.Words words) {
    Display display = words.markdown() ? new Display("text/markdown") : null;
    Notification opens = click == null ? null : new Notification(new Click(click));
    return new GotifyMessage(
        words.text(), words.title(), priority(notice.severity()), new Extras(display, opens));
  }

  private static @Nullable String title(Notice notice) {
    String title = notice.title();
    if (title == null || title.isBlank()) {
      return null;
    }
    String line = Truncate.line(title, TITLE);
    return notice.severity() == Severity.info ? line : notice.severity().sign() + " " + line;
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
