package com.millyweb.hub.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are not the public internet: those that the <a
 * href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a> and <a
 * href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a> special-purpose
 * registries list, multicast, and the metadata services of clouds.
 */
final class SpecialAddresses {
  private static final List<Special> SPECIALS =
      List.of(
          special("0.0.0.0/8", "this host"),
          special("10.0.0.0/8", "private"),
          special("100.64.0.0/10", "shared address space"),
          special("127.0.0.0/8", "loopback"),
          special("169.254.0.0/16", "link-local or metadata"),
          special("172.16.0.0/12", "private"),
          special("192.0.0.0/24", "reserved or metadata"),
          special("192.0.2.0/24", "documentation"),
          special("192.88.99.0/24", "reserved"),
          special("192.168.0.0/16", "private"),
          special("198.18.0.0/15", "benchmarking"),
          special("198.51.100.0/24", "documentation"),
          special("203.0.113.0/24", "documentation"),
          special("224.0.0.0/4", "multicast"),
          special("240.0.0.0/4", "reserved"),
          // public by its number, but answered by Azure's own host
          special("168.63.129.16/32", "metadata"),
          special("::1/128", "loopback"),
          special("::/96", "this host"),
          special("64:ff9b:1::/48", "private"),
          special("100::/64", "discard"),
          special("2001::/23", "reserved"),
          special("2001:db8::/32", "documentation"),
          special("3fff::/20", "documentation"),
          special("5f00::/16", "reserved"),
          special("fc00::/7", "private"),
          special("fe80::/10", "link-local"),
          special("fec0::/10", "private"),
          special("ff00::/8", "multicast"));

  /** A translator connects an address of these to the IPv4 address that it carries. */
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");

  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::/16");

  private SpecialAddresses() {}

  /** What the address is for, or null for a public one. */
  static @Nullable String purpose(InetAddress address) {
    if (NAT64.contains(address)) {
      return purpose(embedded(address, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return purpose(embedded(address, 2));
    }
    return SPECIALS.stream()
        .filter(special -> special.block.contains(address))
        .map(Special::purpose)
        .findFirst()
        .orElse(null);
  }

  private static InetAddress embedded(InetAddress address, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  private static Special special(String block, String purpose) {
    return new Special(AddressBlock.of(block), purpose);
  }

  private record Special(AddressBlock block, String purpose) {}
}
