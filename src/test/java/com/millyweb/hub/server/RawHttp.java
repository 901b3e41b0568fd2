package com.millyweb.hub.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A sender that no HTTP library would let be. */
public final class RawHttp implements AutoCloseable {
  private final Socket socket = new Socket();

  private RawHttp(String from, URI hub) {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(new InetSocketAddress(hub.getHost(), hub.getPort()), 5_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawHttp to(String url) {
    return from("127.0.0.1", url);
  }

  /**
   * @param address of the loopback network, all of which is this machine's
   */
  static RawHttp from(String address, String url) {
    return new RawHttp(address, URI.create(url));
  }

  public RawHttp send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawHttp send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Whether the hub has closed the connection, or closes it within the time. */
  boolean isClosedWithin(int millis) {
    try {
      socket.setSoTimeout(millis);
      while (socket.getInputStream().read() >= 0) {
        // an answer before the end
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The head and the body of the answer, as far as they come within the time. */
  public String answer(int millis) {
    var answer = new ByteArrayOutputStream();
    try {
      socket.setSoTimeout(millis);
      byte[] buffer = new byte[8_192];
      for (int read = socket.getInputStream().read(buffer);
          read >= 0;
          read = socket.getInputStream().read(buffer)) {
        answer.write(buffer, 0, read);
        if (isWhole(answer.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
      }
    } catch (IOException e) {
      // what came is what there is
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean isWhole(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    int length = answer.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (end < 0 || length < 0 || length > end) {
      return end >= 0 && answer.endsWith("0\r\n\r\n");
    }
    int lineEnd = answer.indexOf("\r\n", length);
    return answer.length()
        >= end + 4 + Integer.parseInt(answer.substring(length + 16, lineEnd).strip());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }
}
