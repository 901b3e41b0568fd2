package com.millyweb.hub.tool.web;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.knowledge.parse.Block;
import com.millyweb.hub.knowledge.parse.DocumentParser;
import com.millyweb.hub.knowledge.parse.ParsedDocument;
import com.millyweb.hub.knowledge.parse.UnreadableDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The step of the tool {@code web-fetch}: a page as text. It goes where the routes' {@code http:}
 * may go, and the text is from outside.
 */
@RouteBean
@Component("webPages")
public class WebPages {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_TEXT = 12_000;
  private static final int MOST_LINKS = 40;
  private static final int MOST_REDIRECTS = 5;

  private final OutgoingHttp http;
  private final DocumentParser parser;

  WebPages(OutgoingHttp http, DocumentParser parser) {
    this.http = http;
    this.parser = parser;
  }

  /** What was read of a page. */
  private record Page(@Nullable String title, String text, Set<String> links) {}

  /**
   * @param body {@code url}, and {@code offset} in characters of the text
   */
  public Map<String, Object> fetch(Map<String, @Nullable Object> body)
      throws IOException, InterruptedException {
    URI url = WebAddress.of(String.valueOf(body.get("url")));
    int asked = body.get("offset") instanceof Number number ? number.intValue() : 0;
    OutgoingHttp.Answer answer;
    try (OutgoingHttp client = http.trusting(List.of(), PATIENCE, MOST_BYTES)) {
      answer = get(client, url);
      for (int i = 0; i < MOST_REDIRECTS && isRedirect(answer); i++) {
        url = WebAddress.of(url.resolve(answer.headers().get("location")).toString());
        answer = get(client, url);
      }
    }
    if (answer.status() < 200 || answer.status() > 299) {
      throw new IllegalStateException(
          "%s answered with the status %d".formatted(url, answer.status()));
    }
    Page page = read(url, answer);
    int offset = Math.min(Math.max(asked, 0), page.text().length());
    int end = end(page.text(), offset);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("url", url.toString());
    if (page.title() != null && !page.title().isBlank()) {
      told.put("title", page.title());
    }
    told.put("text", page.text().substring(offset, end));
    if (end < page.text().length()) {
      told.put("left", page.text().length() - end);
      told.put("next", end);
    }
    if (!answer.whole()) {
      told.put("note", "Only the first %,d bytes were read".formatted(MOST_BYTES));
    }
    if (offset == 0 && !page.links().isEmpty()) {
      told.put("links", List.copyOf(page.links()));
    }
    return told;
  }

  private static OutgoingHttp.Answer get(OutgoingHttp client, URI url) throws IOException {
    return client.send(
        "GET", url, null, null, Map.of("Accept", "text/html, text/*, application/pdf, */*;q=0.5"));
  }

  private static boolean isRedirect(OutgoingHttp.Answer answer) {
    return Set.of(301, 302, 303, 307, 308).contains(answer.status())
        && answer.headers().containsKey("location");
  }

  private Page read(URI url, OutgoingHttp.Answer answer) throws IOException, InterruptedException {
    String type = answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    if (type.contains("html") || type.isEmpty()) {
      return html(url, answer.body());
    }
    if (type.startsWith("text/") || type.contains("json") || type.contains("xml")) {
      return new Page(null, new String(answer.body(), StandardCharsets.UTF_8), Set.of());
    }
    String path = url.getPath() == null ? "" : url.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    try {
      ParsedDocument parsed =
          parser.parse(
              new ByteArrayInputStream(answer.body()), name.isEmpty() ? "page" : name, type);
      return new Page(
          parsed.title(),
          String.join("\n\n", parsed.blocks().stream().map(Block::text).toList()),
          Set.of());
    } catch (UnreadableDocument e) {
      throw new IllegalStateException(
          "%s has no text to read: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Page html(URI url, byte[] bytes) throws IOException {
    Document document = Jsoup.parse(new ByteArrayInputStream(bytes), null, url.toString());
    document.select("script, style, noscript, template, svg, [hidden]").remove();
    Set<String> links = new LinkedHashSet<>();
    for (Element link : document.select("a[href]")) {
      String address = link.absUrl("href");
      if (address.startsWith("http") && links.size() < MOST_LINKS) {
        String words = link.text().strip();
        links.add(words.isEmpty() ? address : "%s: %s".formatted(words, address));
      }
    }
    var text = new Words();
    Element main = document.selectFirst("main, article");
    NodeTraversor.traverse(text, main == null ? document.body() : main);
    return new Page(document.title(), text.text(), links);
  }

  /** The text of a page with its headings, paragraphs and lists in lines of their own. */
  private static final class Words implements NodeVisitor {
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        line.append(words.text());
      } else if (node instanceof Element element) {
        String name = element.normalName();
        if (element.isBlock() || name.equals("br")) {
          end();
        }
        if (name.matches("h[1-6]")) {
          line.append("#".repeat(name.charAt(1) - '0')).append(' ');
        } else if (name.equals("li")) {
          line.append("- ");
        } else if (name.equals("td") || name.equals("th")) {
          line.append(line.isEmpty() ? "" : " | ");
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      boolean cell = node.normalName().equals("td") || node.normalName().equals("th");
      if (node instanceof Element element && element.isBlock() && !cell) {
        end();
      }
    }

    private void end() {
      String words = line.toString().replaceAll("\\s+", " ").strip();
      if (!words.isEmpty()) {
        lines.add(words);
      }
      line.setLength(0);
    }

    String text() {
      end();
      return String.join("\n", lines);
    }
  }

  /** At the end of a line, as far as there is one, and never within a character. */
  private static int end(String text, int offset) {
    int most = Math.min(offset + MOST_TEXT, text.length());
    if (most == text.length()) {
      return most;
    }
    int line = text.lastIndexOf('\n', most);
    if (line > offset + MOST_TEXT / 2) {
      return line + 1;
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }
}
