package com.millyweb.hub.server;

import com.millyweb.hub.http.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells for whom a proxy asks. Who is no trusted proxy is not believed. */
@Component
final class TrustedProxies {
  /** An address of IPv6 with a zone and a port is shorter. */
  private static final int MOST_CHARACTERS = 64;

  private final List<AddressBlock> blocks;

  TrustedProxies(ProxyProperties properties) {
    blocks = properties.trustedProxies().stream().map(AddressBlock::of).toList();
  }

  boolean contains(@Nullable String address) {
    InetAddress literal = blocks.isEmpty() || address == null ? null : literal(address);
    return literal != null && contains(literal);
  }

  /**
   * The address of the client: the rightmost one that no trusted proxy has, as everything left of
   * it is written by the client itself.
   *
   * @param peer who is connected
   * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
   */
  String client(String peer, Iterable<String> forwardedFor) {
    if (!contains(peer)) {
      return peer;
    }
    List<String> hops = new ArrayList<>();
    for (String header : forwardedFor) {
      Collections.addAll(hops, header.split(","));
    }
    String client = peer;
    for (int i = hops.size() - 1; i >= 0; i--) {
      InetAddress hop = literal(withoutPort(hops.get(i).strip()));
      if (hop == null) {
        return client;
      }
      client = hop.getHostAddress();
      if (!contains(hop)) {
        return client;
      }
    }
    return client;
  }

  private boolean contains(InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  private static @Nullable InetAddress literal(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    if (address.isEmpty() || address.length() > MOST_CHARACTERS) {
      return null;
    }
    try {
      // a literal only: DNS is never asked for what a header says
      AddressBlock block = AddressBlock.of(address);
      return InetAddress.getByAddress(block.network().getAddress());
    } catch (IllegalArgumentException | UnknownHostException e) {
      return null;
    }
  }
}
