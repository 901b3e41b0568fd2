package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeMarkdown;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Splitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as ntfy takes it, see <a href="https://docs.ntfy.sh/publish/#publish-as-json">publish
 * as JSON</a>.
 */
public record NtfyMessage(Map<String, Object> payload) {
  /** Bytes; the server makes a file of what is longer. */
  private static final int TEXT = 4_096;

  /** Our own bound for what a phone shows in a line or two; four bytes each at most. */
  private static final int TITLE = 250;

  private static final int LABEL = 40;
  private static final int ACTIONS = 3;
  private static final int MAX_PARTS = 5;

  public static List<NtfyMessage> of(Notice notice, NoticeLinks links) {
    var attached =
        notice.attachments().stream().filter(file -> file.url() != null).findFirst().orElse(null);
    var markdown = new NoticeMarkdown(notice, links, ACTIONS, attached != null);
    List<Splitter.Part> parts =
        new Splitter(TEXT, Splitter::bytes, MAX_PARTS, markdown.pointer()).split(markdown.write());
    if (parts.isEmpty()) {
      parts = List.of(new Splitter.Part("", 1, 1));
    }
    List<NtfyMessage> messages = new ArrayList<>();
    for (Splitter.Part part : parts) {
      boolean last = part.number() == part.count();
      Map<String, Object> payload = head(notice, part);
      String click = click(notice, links);
      if (click != null) {
        payload.put("click", click);
      }
      if (last && attached != null) {
        payload.put("attach", attached.url());
        payload.put("filename", attached.name());
      }
      if (last && !links.actions().isEmpty()) {
        payload.put(
            "actions", links.actions().stream().limit(ACTIONS).map(NtfyMessage::action).toList());
      }
      messages.add(new NtfyMessage(payload));
    }
    return messages;
  }

  /**
   * Words alone: what could be opened, pressed or fetched is said in them. Null when it is no more
   * than that already.
   */
  @Nullable NtfyMessage barer() {
    Map<String, Object> words = new LinkedHashMap<>(payload);
    List<String> urls = new ArrayList<>();
    if (words.remove("actions") instanceof List<?> actions) {
      for (Object action : actions) {
        Map<?, ?> one = (Map<?, ?>) action;
        urls.add("%s: %s".formatted(one.get("label"), one.get("url")));
      }
    }
    if (words.remove("attach") instanceof String file) {
      urls.add("📎 " + file);
    }
    words.remove("filename");
    if (words.remove("click") instanceof String click) {
      urls.add(click);
    }
    if (words.size() == payload.size()) {
      return null;
    }
    words.remove("markdown");
    String tail = bytes(String.join("\n", urls), TEXT / 2);
    String head = bytes(String.valueOf(payload.get("message")), TEXT - 1 - Splitter.bytes(tail));
    words.put("message", head + "\n" + tail);
    return new NtfyMessage(words);
  }

  private static String bytes(String text, int most) {
    if (Splitter.bytes(text) <= most) {
      return text;
    }
    int end = text.length();
    while (Splitter.bytes(text.substring(0, end)) > most - 3) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  private static Map<String, Object> head(Notice notice, Splitter.Part part) {
    Map<String, Object> payload = new LinkedHashMap<>();
    String title = notice.title() == null || notice.title().isBlank() ? null : notice.title();
    if (part.text().isBlank()) {
      payload.put("message", title == null ? notice.severity().name() : cut(title, TEXT / 4));
    } else {
      payload.put("message", part.numbered());
      payload.put("markdown", true);
      if (title != null) {
        payload.put("title", cut(title, TITLE));
      }
    }
    payload.put("priority", priority(notice.severity()));
    payload.put("tags", List.of(tag(notice.severity())));
    return payload;
  }

  private static @Nullable String click(Notice notice, NoticeLinks links) {
    Notice.Link link = notice.link();
    return link == null ? links.page() : link.url();
  }

  /** A link opens; an answer is sent by the phone, and counts once. */
  private static Map<String, Object> action(NoticeLinks.ActionLink link) {
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("action", link.answers() ? "http" : "view");
    action.put("label", cut(link.text(), LABEL));
    action.put("url", link.url());
    if (link.answers()) {
      action.put("method", "POST");
      action.put("clear", true);
    }
    return action;
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

  private static String cut(String text, int points) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= points
        ? line
        : line.substring(0, line.offsetByCodePoints(0, points - 1)) + "…";
  }
}
