package com.millyweb.hub.notify.decision;

import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.notify.Notice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notice's actions for media that only have links. Behind the link of an action that is answered
 * is a page that asks once more: what opens links by itself must not decide.
 *
 * @param actions those that lead somewhere
 * @param unlinked the words of those that can only be answered in the hub, for want of a public URL
 * @param page of the notice; null without a public URL
 */
public record NoticeLinks(List<ActionLink> actions, List<String> unlinked, @Nullable String page) {

  /**
   * @param answers whether following it and confirming decides something
   */
  public record ActionLink(String text, String url, @Nullable String style, boolean answers) {}

  public static NoticeLinks of(
      Notice notice, List<Buttons.Button> buttons, PublicUrlProperties publicUrl) {
    List<ActionLink> actions = new ArrayList<>();
    List<String> unlinked = new ArrayList<>();
    for (Buttons.Button button : buttons) {
      String token = button.token();
      String url = token == null ? button.url() : publicUrl.action(token);
      if (url == null) {
        unlinked.add(button.text());
      } else {
        actions.add(new ActionLink(button.text(), url, button.style(), token != null));
      }
    }
    return new NoticeLinks(actions, unlinked, publicUrl.notice(notice.id()));
  }

  /** Says where the unlinked ones are answered; empty without such. */
  public String hint(Notice notice) {
    return unlinked.isEmpty()
        ? ""
        : "To be answered in the hub, notice %s: %s"
            .formatted(notice.id(), String.join(" · ", unlinked));
  }
}
