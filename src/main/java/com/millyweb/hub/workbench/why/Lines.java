package com.millyweb.hub.workbench.why;

import com.millyweb.hub.text.Markdown;

/** Lines of words and lists, for a terminal or as Markdown. */
final class Lines {
  private static final String CUT = "…";

  private final boolean markdown;
  private final StringBuilder text = new StringBuilder();

  Lines(boolean markdown) {
    this.markdown = markdown;
  }

  /** Words that somebody else wrote. */
  String words(String words) {
    return markdown ? Markdown.escape(line(words)) : line(words);
  }

  /** A value, word for word but on one line. */
  String code(String value) {
    return "`" + line(value).replace('`', '\'') + "`";
  }

  void head(String words) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(markdown ? "**" + words.strip() + "**" : words.strip()).append('\n');
  }

  void item(int level, String words) {
    text.append("  ".repeat(markdown ? level : level + 1)).append("- ").append(words).append('\n');
  }

  void block(String lines) {
    if (markdown) {
      text.append("```\n");
    }
    lines
        .lines()
        .forEach(
            line ->
                text.append(markdown ? "" : "        ")
                    .append(markdown ? line(line).replace("```", "'''") : line(line))
                    .append('\n'));
    if (markdown) {
      text.append("```\n");
    }
  }

  /** Ends with a whole line. */
  String text(int limit) {
    if (text.length() <= limit) {
      return text.toString();
    }
    String head = text.substring(0, text.lastIndexOf("\n", limit) + 1);
    boolean open = (head.length() - head.replace("```", "").length()) / 3 % 2 == 1;
    return head + (open ? "```\n" : "") + CUT;
  }

  /** A terminal obeys control characters, and a line break would begin a line of its own. */
  private static String line(String words) {
    return words.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+", " ");
  }
}
