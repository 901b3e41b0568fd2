package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.jspecify.annotations.Nullable;

/** The headings of a PDF, which it has beside its text. */
final class PdfOutline {
  private static final int MOST = 50_000;
  private static final int DEEPEST = 6;
  private static final int MOST_PAGES = 50_000;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  record Entry(int level, String title) {}

  private final PDDocument document;
  private final Map<COSDictionary, Integer> numbers = new IdentityHashMap<>();
  private final Map<COSDictionary, Boolean> seen = new IdentityHashMap<>();
  private final Map<Integer, Deque<Entry>> found = new HashMap<>();

  private PdfOutline(PDDocument document) {
    this.document = document;
  }

  /** By page, from 1 on; nothing where there is none, or none that can be read. */
  static Map<Integer, Deque<Entry>> of(Path pdf) {
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      PDDocumentOutline root = document.getDocumentCatalog().getDocumentOutline();
      if (root == null || !root.hasChildren()) {
        return Map.of();
      }
      var outline = new PdfOutline(document);
      outline.read(root);
      return outline.found;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // the text counts, and says itself what is wrong with the document
      return Map.of();
    }
  }

  private void read(PDOutlineNode root) {
    int number = 0;
    for (PDPage page : document.getPages()) {
      if (++number > MOST_PAGES) {
        break;
      }
      numbers.put(page.getCOSObject(), number);
    }
    read(root, 1);
  }

  private void read(PDOutlineNode node, int level) {
    PDOutlineItem item = node.getFirstChild();
    while (item != null && seen.size() < MOST && seen.put(item.getCOSObject(), true) == null) {
      String title = item.getTitle();
      Integer page = page(item);
      if (page != null && title != null && !title.isBlank()) {
        found
            .computeIfAbsent(page, known -> new ArrayDeque<>())
            .add(new Entry(level, title.strip()));
      }
      if (level < DEEPEST) {
        read(item, level + 1);
      }
      item = item.getNextSibling();
    }
  }

  private @Nullable Integer page(PDOutlineItem item) {
    try {
      PDPage page = item.findDestinationPage(document);
      return page == null ? null : numbers.get(page.getCOSObject());
    } catch (IOException e) {
      return null;
    }
  }

  /** What follows a heading in the paragraph that begins with it; null when it does not. */
  static @Nullable String after(String title, String paragraph) {
    String[] words = SPACE.split(title.strip());
    if (words.length > 60) {
      return null;
    }
    var written = new StringBuilder();
    for (String word : words) {
      written.append(written.length() == 0 ? "" : "\\s+").append(Pattern.quote(word));
    }
    Matcher matcher =
        Pattern.compile(
                "(?:[0-9]+(?:\\.[0-9]+)*\\.?\\s+)?" + written + "(?=\\s|$)",
                Pattern.CASE_INSENSITIVE)
            .matcher(paragraph);
    return matcher.lookingAt() ? paragraph.substring(matcher.end()).strip() : null;
  }
}
