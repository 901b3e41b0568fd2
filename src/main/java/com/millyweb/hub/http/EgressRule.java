package com.millyweb.hub.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place that may be called although it is not public: a name as URLs have it, or a block of
 * addresses.
 *
 * @param port null for every port
 */
record EgressRule(@Nullable String host, @Nullable AddressBlock block, @Nullable Integer port) {

  /** Reads {@code host}, {@code host:port}, an address, {@code [address]:port}, or a CIDR block. */
  static EgressRule of(String text) {
    String rule = text.strip().toLowerCase(Locale.ROOT);
    boolean bareV6 = !rule.startsWith("[") && rule.indexOf(':') != rule.lastIndexOf(':');
    if (rule.contains("/") || bareV6) {
      return new EgressRule(null, AddressBlock.of(rule), null);
    }
    int colon = rule.lastIndexOf(':');
    if (colon < 0 || rule.endsWith("]")) {
      return of(rule, null);
    }
    String port = rule.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException("'%s' must end in a port from 0 to 65535".formatted(text));
    }
    return of(rule.substring(0, colon), Integer.valueOf(port));
  }

  /** The very host and port of a URL. */
  static EgressRule of(URI url) {
    int defaultPort = "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
    return of(
        url.getHost().toLowerCase(Locale.ROOT), url.getPort() < 0 ? defaultPort : url.getPort());
  }

  boolean permits(String host, int port, InetAddress address) {
    if (this.port != null && this.port != port) {
      return false;
    }
    return block == null
        ? host.toLowerCase(Locale.ROOT).equals(this.host)
        : block.contains(address);
  }

  /** Whether it names one port, and so can open what a wider rule does not. */
  boolean isExact() {
    return port != null;
  }

  private static EgressRule of(String host, @Nullable Integer port) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return new EgressRule(null, AddressBlock.of(host.substring(1, host.length() - 1)), port);
    }
    if (host.matches("[0-9.]+")) {
      return new EgressRule(null, AddressBlock.of(host), port);
    }
    if (!host.matches("[a-z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "'%s' must be host, host:port, or a CIDR block such as 192.168.1.0/24".formatted(host));
    }
    return new EgressRule(host, null, port);
  }
}
