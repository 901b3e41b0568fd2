package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.LinkScheme;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a notice is neither text nor field: where its link, actions and attachments go. */
final class DiscordLinks {
  /** Discord takes ten files with a message; one place is kept for a text that was cut. */
  private static final int FILES = 9;

  private static final int NAME = 150;
  private static final int IMAGE_URL = 2_048;

  private final Notice notice;
  private final List<Button> buttons = new ArrayList<>();
  private final List<Notice.Attachment> files = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final Notice.@Nullable Attachment image;

  /**
   * @param actions of the notice; those with a token can be pressed
   * @param components whether the message may have buttons
   */
  DiscordLinks(Notice notice, List<Button> actions, boolean components) {
    this.notice = notice;
    image = notice.attachments().stream().filter(DiscordLinks::isImage).findFirst().orElse(null);
    Notice.Link link = notice.link();
    if (link != null && titleUrl() == null) {
      add(link.url(), link.text() == null ? "" : link.text());
    }
    int left = 0;
    for (Button action : actions) {
      if (components && DiscordButtons.fits(action) && buttons.size() < DiscordButtons.MOST) {
        buttons.add(action);
      } else if (action.url() != null) {
        add(action.url(), action.text());
      } else {
        left++;
      }
    }
    if (left > 0) {
      words.add("… and %d more actions: see notice %s".formatted(left, notice.id()));
    }
    notice.attachments().forEach(this::add);
  }

  /** The buttons that there is room for. */
  List<Button> buttons() {
    return buttons;
  }

  List<Notice.Attachment> files() {
    return files;
  }

  Notice.@Nullable Attachment image() {
    return image;
  }

  /** A link without words is the title's. */
  @Nullable String titleUrl() {
    Notice.Link link = notice.link();
    boolean plain = link != null && link.text() == null && notice.title() != null;
    return plain && DiscordUrl.isTaken(link.url()) && link.url().length() <= IMAGE_URL
        ? link.url()
        : null;
  }

  /** As one line; empty without links. */
  String line(int room) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      String separator = i == 0 ? "" : " · ";
      String rest = "… and %d more: see notice %s".formatted(words.size() - i, notice.id());
      int needed = separator.length() + words.get(i).length();
      if (line.length() + needed > room - rest.length() - separator.length()) {
        return line.append(separator).append(rest).toString();
      }
      line.append(separator).append(words.get(i));
    }
    return line.toString();
  }

  private void add(Notice.Attachment file) {
    if (file == image) {
      return;
    }
    if (file.url() != null) {
      words.add("📎 " + link(file.url(), file.name()));
    } else if (files.size() < FILES) {
      files.add(file);
    } else {
      String name = DiscordText.plainCut(file.name(), NAME);
      words.add("📎 %s: see notice %s".formatted(name, notice.id()));
    }
  }

  private void add(String url, String text) {
    words.add(link(url, text));
  }

  private static String link(String url, String text) {
    String label = Truncate.to(text, NAME);
    if (LinkScheme.isWeb(url) && !DiscordUrl.isTaken(url)) {
      // behind a label nobody would see it
      return label.isBlank() ? url : DiscordMarkup.escape(label) + ": " + url;
    }
    return new DiscordMarkup().link(url, label);
  }

  private static boolean isImage(Notice.Attachment file) {
    String url = file.url();
    return url != null
        && DiscordUrl.isTaken(url)
        && url.length() <= IMAGE_URL
        && url.matches("(?i)[^?#]+\\.(png|jpe?g|gif|webp)([?#].*)?");
  }
}
