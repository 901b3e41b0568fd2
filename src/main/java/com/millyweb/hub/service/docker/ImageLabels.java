package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** What an image says of itself in the labels of the Open Container Initiative. */
record ImageLabels(JsonNode labels) {
  private static final String PREFIX = "org.opencontainers.image.";
  private static final int SHORT_REVISION = 12;
  private static final int LONGEST = 500;

  /** Its version, or else its revision; empty for none. */
  String version() {
    String version = label("version");
    String revision = label("revision");
    return version.isEmpty()
        ? revision.substring(0, Math.min(revision.length(), SHORT_REVISION))
        : version;
  }

  /**
   * Where people read what changed: the releases of its source, or else its page; empty for none.
   */
  String changes() {
    String source = page(label("source"));
    if (!source.isEmpty()) {
      String repository = source.replaceFirst("(\\.git)?/?$", "");
      return switch (URI.create(source).getHost()) {
        case "github.com", "codeberg.org" -> repository + "/releases";
        case "gitlab.com" -> repository + "/-/releases";
        default -> source;
      };
    }
    String url = page(label("url"));
    return url.isEmpty() ? page(label("documentation")) : url;
  }

  private String label(String name) {
    String text = labels.path(PREFIX + name).asText("").strip();
    return text.length() > LONGEST ? "" : text;
  }

  private static String page(String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null ? text : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
