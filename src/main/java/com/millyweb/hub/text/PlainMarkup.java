package com.millyweb.hub.text;

/** The words alone, for places where nothing can be marked: a notification, a cell of a table. */
public enum PlainMarkup implements Markdown.Dialect {
  /** Of a link only what it is called. */
  LABELS,
  /** Of a link also where it leads. */
  LINKS;

  private static final Markdown WORDS = new Markdown(LABELS);

  /** The beginning of a text as words in one line; as it is when Markdown shows nothing. */
  public static String line(String markdown, int max) {
    String beginning = Truncate.head(markdown, max);
    String written = WORDS.write(beginning).replaceAll("\\s+", " ").strip();
    return written.isEmpty() ? beginning.strip() : written;
  }

  @Override
  public String text(String words) {
    return words;
  }

  @Override
  public String strong(String inner) {
    return inner;
  }

  @Override
  public String emphasis(String inner) {
    return inner;
  }

  @Override
  public String strike(String inner) {
    return inner;
  }

  @Override
  public String code(String literal) {
    return literal;
  }

  @Override
  public String codeBlock(String literal, String info) {
    return literal.stripTrailing();
  }

  @Override
  public String link(String url, String words) {
    String address = LinkScheme.isMail(url) ? LinkScheme.address(url) : url;
    if (words.isBlank() || words.equals(url)) {
      return address;
    }
    boolean led = LinkScheme.isMail(url) || LinkScheme.isWeb(url);
    return this == LABELS || !led || words.contains(address) ? words : words + " (" + address + ")";
  }

  @Override
  public String quote(String inner) {
    return inner;
  }
}
