package com.millyweb.hub.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A CIDR block, such as {@code 192.168.1.0/24}; a single address is a block of one. */
public record AddressBlock(InetAddress network, int prefix) {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|[01]?\\d{1,2})";
  private static final Pattern LITERAL =
      Pattern.compile(BYTE + "(\\." + BYTE + "){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * @throws IllegalArgumentException when the text is neither an address nor a block; a name is
   *     neither
   */
  public static AddressBlock of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    // only what can be a literal is given to getByName, which would ask DNS for anything else
    if (!LITERAL.matcher(address).matches()) {
      throw new IllegalArgumentException("Not an IP address: '" + address + "'");
    }
    InetAddress network;
    try {
      network = InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("Not an IP address: '" + address + "'", e);
    }
    int bits = network.getAddress().length * 8;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits, text);
    return new AddressBlock(network, prefix);
  }

  /**
   * Whom an address stands for where senders are counted: itself, or the /64 of IPv6 that one
   * subscriber has, in which an address costs nothing.
   */
  public static String subscriber(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      int zone = address.indexOf('%');
      byte[] bytes = of(zone < 0 ? address : address.substring(0, zone)).network().getAddress();
      return bytes.length == 4
          ? address
          : HexFormat.ofDelimiter(":").formatHex(bytes, 0, 8) + "/64";
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((mine[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int prefix(String text, int bits, String whole) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > bits) {
      throw new IllegalArgumentException(
          "The prefix of '%s' must be a number from 0 to %d".formatted(whole, bits));
    }
    return Integer.parseInt(text);
  }
}
