package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeMarkdown;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as ntfy takes it, see <a href="https://docs.ntfy.sh/publish/#publish-as-json">publish
 * as JSON</a>.
 */
public record NtfyMessage(
    String message,
    @Nullable Boolean markdown,
    @Nullable String title,
    int priority,
    List<String> tags,
    @Nullable String click,
    @Nullable String attach,
    @Nullable String filename,
    @Nullable List<Action> actions) {
  /** Bytes; the server makes a file of what is longer. */
  private static final int TEXT = 4_096;

  /** Our own bound for what a phone shows in a line or two; four bytes each at most. */
  private static final int TITLE = 250;

  private static final int LABEL = 40;
  private static final int ACTIONS = 3;
  private static final int MAX_PARTS = 5;

  /** A link opens; an answer is sent by the phone, and counts once. */
  record Action(
      String action, String label, String url, @Nullable String method, @Nullable Boolean clear) {
    static Action of(NoticeLinks.ActionLink link) {
      String label = Truncate.line(link.text(), LABEL);
      return link.answers()
          ? new Action("http", label, link.url(), "POST", true)
          : new Action("view", label, link.url(), null, null);
    }
  }

  public static List<NtfyMessage> of(Notice notice, NoticeLinks links) {
    var attached =
        notice.attachments().stream().filter(file -> file.url() != null).findFirst().orElse(null);
    var markdown = new NoticeMarkdown(notice, links, ACTIONS, attached != null);
    String title = notice.title() == null || notice.title().isBlank() ? null : notice.title();
    String above = title == null ? null : Truncate.line(title, TITLE);
    String alone = title == null ? null : Truncate.line(title, TEXT / 4);
    List<Action> actions = links.actions().stream().limit(ACTIONS).map(Action::of).toList();
    List<NtfyMessage> messages = new ArrayList<>();
    for (Splitter.Part part : markdown.parts(TEXT, Splitter::bytes, MAX_PARTS)) {
      boolean last = part.number() == part.count();
      var words = markdown.words(part, above, alone);
      messages.add(
          new NtfyMessage(
              words.text(),
              words.markdown() ? true : null,
              words.title(),
              priority(notice.severity()),
              List.of(tag(notice.severity())),
              markdown.click(),
              last && attached != null ? attached.url() : null,
              last && attached != null ? attached.name() : null,
              last && !actions.isEmpty() ? actions : null));
    }
    return messages;
  }

  /**
   * Words alone: what could be opened, pressed or fetched is said in them. Null when it is no more
   * than that already.
   */
  @Nullable NtfyMessage barer() {
    List<String> urls = new ArrayList<>();
    if (actions != null) {
      actions.forEach(action -> urls.add("%s: %s".formatted(action.label, action.url)));
    }
    if (attach != null) {
      urls.add("📎 " + attach);
    }
    if (click != null) {
      urls.add(click);
    }
    if (urls.isEmpty()) {
      return null;
    }
    String tail = Truncate.to(String.join("\n", urls), TEXT / 2, Splitter::bytes);
    String head = Truncate.to(message, TEXT - 1 - Splitter.bytes(tail), Splitter::bytes);
    return new NtfyMessage(head + "\n" + tail, null, title, priority, tags, null, null, null, null);
  }

  private static int priority(Severity severity) {
    return switch (severity) {
      case debug -> 1;
      case info, success -> 3;
      case warning, error -> 4;
      case critical -> 5;
    };
  }

  /** Names of <a href="https://docs.ntfy.sh/emojis/">emojis</a>, shown before the title. */
  private static String tag(Severity severity) {
    return switch (severity) {
      case debug -> "mag";
      case info -> "information_source";
      case success -> "white_check_mark";
      case warning -> "warning";
      case error -> "x";
      case critical -> "rotating_light";
    };
  }
}
