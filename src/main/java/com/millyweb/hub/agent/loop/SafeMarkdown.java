package com.millyweb.hub.agent.loop;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * Markdown of a model as it may be shown: nothing in it is loaded from elsewhere by itself, and
 * where a link leads can be read. A model that obeys a stranger could carry data out in both.
 */
final class SafeMarkdown {
  private static final List<org.commonmark.Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final MarkdownRenderer RENDERER =
      MarkdownRenderer.builder().extensions(TABLES).build();

  private SafeMarkdown() {}

  static String of(String markdown) {
    Node document = PARSER.parse(markdown);
    document.accept(new Plain());
    return RENDERER.render(document).strip();
  }

  private static final class Plain extends AbstractVisitor {
    @Override
    public void visit(Image image) {
      replace(image, "(picture%s at %s)".formatted(label(image), image.getDestination()));
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String text = words(link);
      if (!text.equals(link.getDestination())) {
        replace(
            link,
            text.isEmpty() ? link.getDestination() : text + " (" + link.getDestination() + ")");
      }
    }

    @Override
    public void visit(HtmlInline html) {
      replace(html, html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
      var paragraph = new Paragraph();
      paragraph.appendChild(new Text(html.getLiteral()));
      html.insertAfter(paragraph);
      html.unlink();
    }

    private static void replace(Node node, String text) {
      node.insertAfter(new Text(text));
      node.unlink();
    }

    private static String label(Node node) {
      String words = words(node);
      return words.isEmpty() ? "" : " '" + words + "'";
    }

    private static String words(Node node) {
      var words = new StringBuilder();
      node.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text text) {
              words.append(text.getLiteral());
            }

            @Override
            public void visit(org.commonmark.node.Code code) {
              words.append(code.getLiteral());
            }
          });
      return words.toString().strip();
    }
  }
}
