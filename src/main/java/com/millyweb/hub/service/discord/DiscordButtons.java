package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private static final int ACTION_ROW = 1;
  private static final int BUTTON = 2;

  private static final int PRIMARY = 1;
  private static final int SECONDARY = 2;
  private static final int DANGER = 4;
  private static final int LINK = 5;

  private DiscordButtons() {}

  record Row(int type, List<Component> components) {
    static Row of(List<Component> components) {
      return new Row(ACTION_ROW, components);
    }
  }

  /** A button that leads to a URL, or that can be pressed and has an id for that. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Component(
      int type, String label, int style, @Nullable String url, @Nullable String customId) {
    static Component of(Button button) {
      String label = button.text().isBlank() ? "…" : Truncate.to(button.text(), LABEL);
      return button.url() == null
          ? new Component(BUTTON, label, pressed(button), null, button.token())
          : new Component(BUTTON, label, LINK, button.url(), null);
    }
  }

  /** Whether it can be a button; what leads to a long or unusual URL has to be a link. */
  static boolean fits(Button button) {
    String url = button.url();
    return url == null || DiscordUrl.isTaken(url) && url.length() <= URL;
  }

  static List<Row> rows(List<Button> buttons) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < buttons.size(); i += ROW) {
      rows.add(
          Row.of(
              buttons.subList(i, Math.min(i + ROW, buttons.size())).stream()
                  .map(Component::of)
                  .toList()));
    }
    return rows;
  }

  private static int pressed(Button button) {
    if ("primary".equals(button.style())) {
      return PRIMARY;
    }
    return "danger".equals(button.style()) ? DANGER : SECONDARY;
  }
}
