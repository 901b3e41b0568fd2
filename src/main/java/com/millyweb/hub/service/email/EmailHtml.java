package com.millyweb.hub.service.email;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Markdown;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/**
 * A notice as HTML with its styles inline, as mail readers want it. Nothing of the notice acts as
 * HTML, and nothing is loaded from elsewhere.
 */
public final class EmailHtml {
  /** Deeper nesting is not meant for readers, and the renderer goes down by recursion. */
  private static final int MAX_DEPTH = 50;

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak("<br>\n")
          .nodeRendererFactory(EmailImages::new)
          .extensions(List.of(StrikethroughExtension.create(), TablesExtension.create()))
          .attributeProviderFactory(context -> EmailHtml::style)
          .build();

  private static final String BODY =
      """
      <!doctype html>
      <html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
      <body style="margin:0;padding:16px;background:#ffffff;color:#1f2328;\
      font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
      <div style="max-width:680px;border-left:4px solid #%06x;padding:4px 16px;overflow-wrap:anywhere">
      %s</div>
      <p style="max-width:680px;padding:0 20px;color:#6e7781;font-size:12px">%s</p>
      </body></html>
      """;

  private static final String BUTTON =
      "<a href=\"%s\" style=\"display:inline-block;margin:4px 8px 4px 0;padding:6px 14px;"
          + "border-radius:6px;text-decoration:none;color:#ffffff;background:%s\">%s</a>\n";

  private EmailHtml() {}

  public static String write(Notice notice, NoticeLinks links) {
    StringBuilder out = new StringBuilder();
    if (notice.title() != null) {
      out.append("<h2 style=\"margin:0 0 12px;font-size:18px\">")
          .append(escape(notice.severity().sign() + " " + notice.title()))
          .append("</h2>\n");
    }
    out.append(markdown(notice.text())).append(fields(notice.fields()));
    Notice.Link link = notice.link();
    if (link != null) {
      out.append("<p>").append(link(link.url(), link.text())).append("</p>\n");
    }
    for (Notice.Attachment file : notice.attachments()) {
      out.append("<p>📎 ")
          .append(file.url() == null ? escape(file.name()) : link(file.url(), file.name()))
          .append("</p>\n");
    }
    if (!links.actions().isEmpty()) {
      out.append("<p>");
      links.actions().forEach(action -> out.append(button(action)));
      out.append("</p>\n");
    }
    if (!links.unlinked().isEmpty()) {
      out.append("<p>").append(escape(links.hint(notice))).append("</p>\n");
    }
    return BODY.formatted(notice.severity().color(), out, footer(notice, links.page()));
  }

  private static String markdown(String markdown) {
    Node parsed = Markdown.parse(markdown);
    return isDeep(parsed)
        ? "<pre style=\"white-space:pre-wrap\">%s</pre>\n".formatted(escape(markdown))
        : RENDERER.render(parsed);
  }

  /** Mail readers know no style sheets. */
  private static void style(Node node, String tag, Map<String, String> attributes) {
    if (tag.equals("table")) {
      attributes.put("style", "border-collapse:collapse");
    } else if (tag.equals("th") || tag.equals("td")) {
      attributes.put("style", "border:1px solid #d0d7de;padding:2px 8px;vertical-align:top");
    }
  }

  private static String fields(List<Notice.Field> fields) {
    if (fields.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder("<table style=\"border-collapse:collapse\">\n");
    for (Notice.Field field : fields) {
      rows.append("<tr><th style=\"text-align:left;vertical-align:top;padding:2px 16px 2px 0\">")
          .append(escape(field.title()))
          .append("</th><td style=\"padding:2px 0\">")
          .append(markdown(field.value()).replaceFirst("^<p>(.*)</p>\\s*$", "$1"))
          .append("</td></tr>\n");
    }
    return rows.append("</table>\n").toString();
  }

  private static String button(NoticeLinks.ActionLink action) {
    String color = "danger".equals(action.style()) ? "#cf222e" : "#1f6feb";
    return BUTTON.formatted(escape(action.url()), color, escape(action.text()));
  }

  private static String footer(Notice notice, @Nullable String page) {
    String name = "notice " + notice.id();
    return "%s · %s · %s"
        .formatted(
            escape(notice.channel()),
            notice.severity(),
            page == null ? escape(name) : link(page, name));
  }

  private static String link(String url, @Nullable String text) {
    return "<a href=\"%s\">%s</a>"
        .formatted(escape(url), escape(text == null || text.isBlank() ? url : text));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static boolean isDeep(Node root) {
    int depth = 0;
    Node node = root;
    while (node != null) {
      if (node.getFirstChild() != null) {
        node = node.getFirstChild();
        depth++;
        if (depth > MAX_DEPTH) {
          return true;
        }
        continue;
      }
      while (node != null && node != root && node.getNext() == null) {
        node = node.getParent();
        depth--;
      }
      node = node == null || node == root ? null : node.getNext();
    }
    return false;
  }
}
