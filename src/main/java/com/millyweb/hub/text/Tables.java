package com.millyweb.hub.text;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** Tables of Markdown, for media that have none: as blocks of code, in columns. */
public final class Tables {
  private static final Markdown CELL = new Markdown(PlainMarkup.LINKS);

  /** Longer cells stand out of their column. */
  private static final int WIDEST = 40;

  private Tables() {}

  /** The text with each of its tables as a block of code, which can be cut between its lines. */
  public static String fenced(String markdown) {
    if (markdown.indexOf('|') < 0) {
      return markdown;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Node node = Markdown.parse(markdown).getFirstChild();
        node != null;
        node = node.getNext()) {
      List<SourceSpan> spans = node.getSourceSpans();
      if (node instanceof TableBlock table && !spans.isEmpty()) {
        SourceSpan last = spans.get(spans.size() - 1);
        out.append(markdown, at, Math.max(at, lineStart(markdown, spans.get(0).getInputIndex())));
        out.append(gap(out));
        // no cell may end the block
        out.append("```\n").append(columns(table).replace("```", "'''")).append("\n```");
        at = last.getInputIndex() + last.getLength();
      }
    }
    return out.append(markdown.substring(at)).toString();
  }

  /** The cells in columns, a line for each row. */
  static String columns(TableBlock table) {
    List<List<String>> rows = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        if (row instanceof TableRow) {
          rows.add(cells(row));
        }
      }
    }
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        widths[c] = Math.min(WIDEST, Math.max(widths[c], width(row.get(c))));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        line.append(row.get(c)).append(" ".repeat(Math.max(0, widths[c] - width(row.get(c)))));
        line.append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static List<String> cells(Node row) {
    List<String> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      cells.add(CELL.line(cell));
    }
    return cells;
  }

  /** What makes the last line before a block a blank one. */
  private static String gap(StringBuilder out) {
    int length = out.length();
    boolean blank =
        length == 0 || length > 1 && out.charAt(length - 1) == '\n' && isBreak(out, length - 2);
    return blank ? "" : out.charAt(length - 1) == '\n' ? "\n" : "\n\n";
  }

  private static boolean isBreak(StringBuilder out, int at) {
    return out.charAt(at) == '\n' || out.charAt(at) == '\r';
  }

  private static int lineStart(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
