package com.millyweb.hub.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the headers {@code CamelHttpPath} and {@code CamelHttpQuery} make of the address that a
 * route names. They are put together of data, so they add to it and lead nowhere else.
 */
public final class SteeredCall {
  /** What is decoded more often than once on its way is not read as the sender meant it. */
  private static final int MOST_DECODINGS = 3;

  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private SteeredCall() {}

  /**
   * @throws IllegalArgumentException when the path leads out of the address, or is more than a path
   */
  public static void requirePath(@Nullable String path) {
    if (path == null) {
      return;
    }
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The header CamelHttpPath has no '?' and no '#' (in data they are %%3F and %%23; a query stands in CamelHttpQuery), was: '%s'"
              .formatted(path));
    }
    String read = path;
    for (int i = 0; i < MOST_DECODINGS; i++) {
      if (Arrays.stream(read.split("[/\\\\]")).anyMatch(SteeredCall::leadsUp)) {
        throw new IllegalArgumentException(
            "The header CamelHttpPath must not lead out of the address by '..', was: '%s'"
                .formatted(path));
      }
      read = decoded(read);
    }
  }

  /** Some servers cut what follows a semicolon before they look at the dots. */
  private static boolean leadsUp(String segment) {
    int end = segment.indexOf(';');
    String name = (end < 0 ? segment : segment.substring(0, end)).strip();
    return name.equals("..") || name.equals(".");
  }

  /** A lone percent sign is one, as Camel has it, and hides no sequence beside it. */
  private static String decoded(String text) {
    return URLDecoder.decode(
        LONE_PERCENT.matcher(text.replace("+", "%2B")).replaceAll("%25"), StandardCharsets.UTF_8);
  }

  /**
   * Gives the request the query of the address back, which Camel replaces by that of the header.
   *
   * @throws IllegalArgumentException when both say the same name
   */
  static void keepQuery(HttpUriRequest request, Message message, @Nullable String own)
      throws URISyntaxException {
    if (own == null
        || own.isEmpty()
        || message.getHeader(Exchange.HTTP_URI) != null
        || message.getHeader(Exchange.HTTP_RAW_QUERY) == null
            && message.getHeader(Exchange.HTTP_QUERY) == null) {
      return;
    }
    URI called = request.getUri();
    String more = called.getRawQuery();
    request.setUri(withQuery(called, query(own, more)));
  }

  /**
   * The query of an address with that of the header.
   *
   * @throws IllegalArgumentException when both say the same name
   */
  public static String query(String own, @Nullable String more) {
    if (more == null || more.isEmpty() || own.isEmpty()) {
      return more == null || more.isEmpty() ? own : more;
    }
    Set<String> both = names(own);
    both.retainAll(names(more));
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "The header CamelHttpQuery has '%s', which the address has too: leave it out of one of them"
              .formatted(String.join("', '", both)));
    }
    return own + "&" + more;
  }

  private static Set<String> names(String query) {
    // some servers part at a semicolon, too
    return Arrays.stream(query.split("[&;]"))
        .map(pair -> decoded(pair.replaceFirst("=.*", "")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static URI withQuery(URI uri, String query) throws URISyntaxException {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new URI("%s://%s%s?%s".formatted(uri.getScheme(), uri.getRawAuthority(), path, query));
  }
}
