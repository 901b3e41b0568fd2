package com.millyweb.hub.camel;

import com.millyweb.hub.text.Digest;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * The content of a route file at one time.
 *
 * @param file relative to the routes folder, with slashes
 * @param hash SHA-256 of the content
 */
public record RouteText(String file, String content, String hash) {
  public static final String SUFFIX = ".camel.yaml";

  /** The scheme of resource locations; what follows it is the file. */
  public static final String SCHEME = "file:";

  public static RouteText of(String file, String content) {
    return new RouteText(file, content, Digest.sha256Hex(content));
  }

  /** An empty file, or one of comments only, switches off what would run in its place. */
  public boolean isOff() {
    return content
        .replace("\uFEFF", "")
        .lines()
        .map(String::strip)
        .allMatch(RouteText::saysNothing);
  }

  private static boolean saysNothing(String line) {
    return line.isEmpty() || line.startsWith("#") || line.equals("---");
  }

  public Resource resource() {
    return ResourceHelper.fromString(SCHEME + file, content);
  }

  /** The first folder: the noun that the file belongs to; empty when it lies in none. */
  public String folder() {
    int slash = file.indexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }

  /** What the ids of the file's routes start with: {@code flow.push-to-chat}. */
  public String idPrefix() {
    String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    return name.replace('/', '.');
  }

  public boolean isPolicy() {
    return folder().equals("policy");
  }
}
