package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the <a href="https://docs.slack.dev/reference/block-kit/blocks">blocks</a> that a message
 * is built of.
 */
public sealed interface SlackBlock {

  /** What Slack calls this kind of block. */
  @JsonProperty
  String type();

  /** All that people read in it, as mrkdwn. */
  List<String> words();

  record Header(Text text) implements SlackBlock {
    @Override
    public String type() {
      return "header";
    }

    @Override
    public List<String> words() {
      return List.of(text.mrkdwn());
    }
  }

  /** A text over the whole width, or fields in two columns. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Section(@Nullable Text text, @Nullable List<Text> fields) implements SlackBlock {
    @Override
    public String type() {
      return "section";
    }

    @Override
    public List<String> words() {
      List<Text> all = text != null ? List.of(text) : fields == null ? List.of() : fields;
      return all.stream().map(Text::mrkdwn).toList();
    }
  }

  /** A line in small print. */
  record Context(List<Text> elements) implements SlackBlock {
    @Override
    public String type() {
      return "context";
    }

    @Override
    public List<String> words() {
      return elements.stream().map(Text::mrkdwn).toList();
    }
  }

  /** Buttons of a notice; its id is part of the block's. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Actions(String blockId, List<Button> elements) implements SlackBlock {
    private static final String NOTICE = "notice/";

    static Actions of(String notice, List<Button> buttons) {
      return new Actions(NOTICE + notice, buttons);
    }

    @Override
    public String type() {
      return "actions";
    }

    /** Buttons are named: they can be pressed in the hub. */
    @Override
    public List<String> words() {
      List<String> labels = elements.stream().map(button -> button.text().mrkdwn()).toList();
      return List.of(
          "To be answered in the hub, notice %s: %s"
              .formatted(blockId.substring(NOTICE.length()), String.join(" · ", labels)));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  record Button(String type, String actionId, Text text, String value, @Nullable String style) {}

  /**
   * A text within a block.
   *
   * @param verbatim keeps names of channels and people in it from becoming links that call them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Text(String type, String text, @Nullable Boolean verbatim) {
    private static final String PLAIN = "plain_text";

    static Text of(String mrkdwn) {
      return new Text("mrkdwn", mrkdwn, true);
    }

    static Text plain(String words) {
      return new Text(PLAIN, words, null);
    }

    String mrkdwn() {
      return type.equals(PLAIN) ? SlackMarkup.escape(text) : text;
    }
  }
}
