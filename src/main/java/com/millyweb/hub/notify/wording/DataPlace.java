package com.millyweb.hub.notify.wording;

import com.millyweb.hub.text.Markdown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an event's data is written where it stands, so that nothing in it acts on the words around
 * it. The writer's own words are left as they are.
 */
enum DataPlace {
  /** Text and fields. */
  MARKDOWN {
    @Override
    void add(StringBuilder words, String data) {
      if (isOpen(words, FENCE)) {
        words.append(data.replace("```", "'''").replace("~~~", "---"));
      } else if (inCode(words)) {
        words.append(data.replace('`', '\'').replaceAll("[\\p{Cntrl}\\s]+", " "));
      } else {
        words.append(Markdown.escapeLines(data));
      }
    }
  },

  /** An address: data fills a part of its path or a value of its query, and no more. */
  URL {
    @Override
    void add(StringBuilder words, String data) {
      words.append(words.isEmpty() ? whole(data) : part(words, data));
    }
  },

  /** What a button or a file holds: an address where the writer began one. */
  VALUE {
    @Override
    void add(StringBuilder words, String data) {
      (BEGUN.matcher(words).lookingAt() ? URL : PLAIN).add(words, data);
    }
  },

  /** Titles. */
  PLAIN {
    @Override
    void add(StringBuilder words, String data) {
      words.append(data);
    }
  };

  private static final Pattern FENCE = Pattern.compile("(?m)^ {0,3}(```|~~~)");
  private static final Pattern TICKS = Pattern.compile("\\\\.|(`+)");
  private static final Pattern ILLEGAL = Pattern.compile("[^\\w\\-.~:/?#\\[\\]@!$&'()*+,;=%]+");
  private static final Pattern RESERVED = Pattern.compile("[^\\w\\-.~/:@,;!$'()*]+");
  private static final Pattern BEGUN = Pattern.compile("(?i)\\s*(https?://|mailto:)");

  /** An address that has no path yet: what is written next would name its host. */
  private static final Pattern HOST = Pattern.compile("(?i)\\s*https?://([^/?#]*)");

  private static final Pattern DOTS = Pattern.compile("(?<=^|/)\\.\\.?(?=/|$)");
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?://|mailto:).+");

  abstract void add(StringBuilder words, String data);

  /** An address that is data as a whole. */
  static String whole(String data) {
    String address = data.strip();
    return ADDRESS.matcher(address).matches()
        ? encoded(address, ILLEGAL)
        : encoded(address, RESERVED);
  }

  private static String part(StringBuilder words, String data) {
    boolean query = words.indexOf("?") >= 0 || words.indexOf("#") >= 0;
    return query
        ? URLEncoder.encode(data, StandardCharsets.UTF_8).replace("+", "%20")
        : path(words, encoded(data, RESERVED));
  }

  /** No data names a host that the writer began to name, nor leads out of its path. */
  private static String path(StringBuilder words, String data) {
    Matcher host = HOST.matcher(words);
    if (host.matches()) {
      String begun = host.group(1);
      if (begun.isEmpty() || begun.endsWith(".")) {
        return data.replaceAll(begun.isEmpty() ? "[^\\w.:-]+" : "[^\\w-]+", "");
      }
      return path(data.startsWith("/") ? data : "/" + data);
    }
    return path(data);
  }

  private static String path(String data) {
    return DOTS.matcher(data).replaceAll("");
  }

  private static String encoded(String text, Pattern what) {
    return what.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    URLEncoder.encode(found.group(), StandardCharsets.UTF_8).replace("+", "%20")));
  }

  private static boolean isOpen(CharSequence words, Pattern mark) {
    return mark.matcher(words).results().count() % 2 == 1;
  }

  /** Whether a span of code began in this paragraph and did not end. */
  private static boolean inCode(StringBuilder words) {
    int paragraph = words.lastIndexOf("\n\n");
    Matcher ticks = TICKS.matcher(words.substring(Math.max(0, paragraph)));
    int open = 0;
    while (ticks.find()) {
      int run = ticks.group(1) == null ? 0 : ticks.group(1).length();
      open = run == 0 ? open : open == 0 ? run : open == run ? 0 : open;
    }
    return open > 0;
  }
}
