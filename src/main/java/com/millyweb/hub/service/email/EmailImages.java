package com.millyweb.hub.service.email;

import com.millyweb.hub.text.BareUrl;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * Writes images as links: an image that is loaded tells its server who reads the mail. The library
 * does not know the links that {@link BareUrl} makes.
 */
final class EmailImages implements NodeRenderer {
  private final HtmlNodeRendererContext context;

  EmailImages(HtmlNodeRendererContext context) {
    this.context = context;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Image.class, BareUrl.Found.class);
  }

  @Override
  public void render(Node node) {
    String destination =
        node instanceof Image image ? image.getDestination() : ((Link) node).getDestination();
    var html = context.getWriter();
    String url = context.urlSanitizer().sanitizeLinkUrl(destination);
    html.tag("a", Map.of("href", context.encodeUrl(url)));
    if (node.getFirstChild() == null) {
      html.text(url);
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
    html.tag("/a");
  }
}
