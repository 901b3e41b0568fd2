package com.millyweb.hub.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.PostProcessor;

/**
 * Keeps what a reader of Markdown would not see: {@code [ERROR]: timeout} on a line of its own is
 * the address of a link to Markdown, and words to whom wrote the log; so is what somebody writes
 * right behind the signs of a block of code. Links within links become words.
 */
final class WholeWords implements PostProcessor {
  @Override
  public Node process(Node root) {
    List<LinkReferenceDefinition> definitions = new ArrayList<>();
    List<Link> nested = new ArrayList<>();
    Set<String> used = new HashSet<>();
    // by hand: what comes from outside may nest deeper than a thread's stack
    int links = 0;
    Node node = root;
    while (node != null) {
      if (node instanceof Link link) {
        used.add(link.getDestination());
        if (links > 0) {
          nested.add(link);
        }
      } else if (node instanceof Image image) {
        used.add(image.getDestination());
      } else if (node instanceof LinkReferenceDefinition definition) {
        definitions.add(definition);
      } else if (node instanceof FencedCodeBlock code) {
        showInfo(code);
      }
      if (node.getFirstChild() != null) {
        links += isLink(node) ? 1 : 0;
        node = node.getFirstChild();
        continue;
      }
      while (node != root && node.getNext() == null) {
        node = node.getParent();
        links -= isLink(node) ? 1 : 0;
      }
      node = node == root ? null : node.getNext();
    }
    nested.forEach(WholeWords::unwrap);
    definitions.stream()
        .filter(definition -> !used.contains(definition.getDestination()))
        .forEach(WholeWords::show);
    return root;
  }

  /** What stands behind the signs that open a block is a language, or the code's first line. */
  private static void showInfo(FencedCodeBlock code) {
    String info = code.getInfo();
    if (info != null && !info.isBlank() && !CodeFences.isLanguage(info)) {
      code.setLiteral(info.strip() + "\n" + code.getLiteral());
      code.setInfo("");
    }
  }

  private static boolean isLink(Node node) {
    return node instanceof Link || node instanceof Image;
  }

  private static void unwrap(Link link) {
    while (link.getFirstChild() != null) {
      link.insertBefore(link.getFirstChild());
    }
    link.unlink();
  }

  private static void show(LinkReferenceDefinition definition) {
    String title = definition.getTitle();
    Paragraph words = new Paragraph();
    words.appendChild(
        new Text(
            "[%s]: %s"
                .formatted(
                    definition.getLabel(),
                    definition.getDestination() + (title == null ? "" : " \"" + title + "\""))));
    definition.insertBefore(words);
    definition.unlink();
  }
}
