package com.millyweb.hub.notify;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Writes images as links: an image that is loaded tells its server who reads the mail. */
final class EmailImages implements NodeRenderer {
  private final HtmlNodeRendererContext context;

  EmailImages(HtmlNodeRendererContext context) {
    this.context = context;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Image.class);
  }

  @Override
  public void render(Node node) {
    Image image = (Image) node;
    var html = context.getWriter();
    String url = context.urlSanitizer().sanitizeLinkUrl(image.getDestination());
    html.tag("a", Map.of("href", context.encodeUrl(url)));
    if (image.getFirstChild() == null) {
      html.text(url);
    }
    for (Node child = image.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
    html.tag("/a");
  }
}
