package com.millyweb.hub.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables of Markdown, for media that have none: as blocks of code, in columns. */
final class Tables {
  private static final Pattern RULE =
      Pattern.compile(" {0,3}\\|?[ \\t]*:?-+:?[ \\t]*(\\|[ \\t]*:?-+:?[ \\t]*)*+\\|?[ \\t]*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}+|~{3,}+)(.*)");
  private static final Pattern ROW = Pattern.compile("(?! {4}|\\t)[^|]*+\\|.*");

  /** Longer cells stand out of their column. */
  private static final int WIDEST = 40;

  private final List<String> out = new ArrayList<>();

  private Tables() {}

  /** The text with each of its tables as a block of code. */
  static String fenced(String markdown) {
    if (markdown.indexOf('|') < 0) {
      return markdown;
    }
    Tables tables = new Tables();
    tables.read(markdown.split("\\R", -1));
    return String.join("\n", tables.out);
  }

  private void read(String[] lines) {
    String code = "";
    for (int i = 0; i < lines.length; i++) {
      code = code(code, lines[i]);
      if (!code.isEmpty() || i + 1 == lines.length || !begins(lines[i], lines[i + 1])) {
        out.add(lines[i]);
        continue;
      }
      List<List<String>> rows = new ArrayList<>(List.of(cells(lines[i])));
      int columns = rows.get(0).size();
      for (i += 2; i < lines.length && isRow(lines[i]); i++) {
        List<String> cells = cells(lines[i]);
        rows.add(cells.size() > columns ? cells.subList(0, columns) : cells);
      }
      i--;
      write(rows, columns);
    }
  }

  /** What opened the block of code that goes on behind this line; empty outside of one. */
  private static String code(String opened, String line) {
    Matcher fence = FENCE.matcher(line);
    if (!fence.matches()) {
      return opened;
    }
    if (opened.isEmpty()) {
      return fence.group(1);
    }
    return fence.group(1).startsWith(opened) && fence.group(2).isBlank() ? "" : opened;
  }

  private static boolean begins(String line, String next) {
    return isRow(line)
        && next.indexOf('|') >= 0
        && RULE.matcher(next).matches()
        && cells(line).size() == cells(next).size();
  }

  private static boolean isRow(String line) {
    return ROW.matcher(line).matches() && !FENCE.matcher(line).matches();
  }

  private void write(List<List<String>> rows, int columns) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        widths[c] = Math.min(WIDEST, Math.max(widths[c], width(row.get(c))));
      }
    }
    if (!out.isEmpty() && !out.get(out.size() - 1).isBlank()) {
      out.add("");
    }
    out.add("```");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        line.append(row.get(c)).append(" ".repeat(Math.max(0, widths[c] - width(row.get(c)))));
        line.append("  ");
      }
      out.add(line.toString().stripTrailing().replace("```", "'''"));
    }
    out.add("```");
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static List<String> cells(String line) {
    String row = line.strip();
    int end = row.length() > 1 && row.endsWith("|") && !row.endsWith("\\|") ? 1 : 0;
    row = row.substring(row.startsWith("|") ? 1 : 0, row.length() - end);
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '\\' && i + 1 < row.length() && row.charAt(i + 1) == '|') {
        cell.append('|');
        i++;
      } else if (c == '|') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
