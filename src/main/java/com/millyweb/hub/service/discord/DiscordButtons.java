package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buttons as <a
 * href="https://docs.discord.com/developers/components/reference#button">components</a>: five in a
 * row, five rows.
 */
final class DiscordButtons {
  static final int MOST = 25;
  private static final int ROW = 5;
  private static final int LABEL = 80;
  private static final int URL = 512;

  private static final int PRIMARY = 1;
  private static final int SECONDARY = 2;
  private static final int DANGER = 4;
  private static final int LINK = 5;

  private DiscordButtons() {}

  /** Whether it can be a button; what leads to a long or unusual URL has to be a link. */
  static boolean fits(Button button) {
    String url = button.url();
    return url == null || DiscordUrl.isTaken(url) && url.length() <= URL;
  }

  static List<Object> rows(List<Button> buttons) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < buttons.size(); i += ROW) {
      List<Object> row =
          buttons.subList(i, Math.min(i + ROW, buttons.size())).stream()
              .<Object>map(DiscordButtons::component)
              .toList();
      rows.add(Map.of("type", 1, "components", row));
    }
    return rows;
  }

  private static Map<String, Object> component(Button button) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", 2);
    component.put("label", button.text().isBlank() ? "…" : Truncate.to(button.text(), LABEL));
    if (button.url() != null) {
      component.put("style", LINK);
      component.put("url", button.url());
      return component;
    }
    component.put("style", style(button));
    component.put("custom_id", button.token());
    return component;
  }

  private static int style(Button button) {
    if ("primary".equals(button.style())) {
      return PRIMARY;
    }
    return "danger".equals(button.style()) ? DANGER : SECONDARY;
  }
}
