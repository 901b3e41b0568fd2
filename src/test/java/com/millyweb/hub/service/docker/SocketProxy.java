package com.millyweb.hub.service.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Passes to the engine's socket what its rules allow, one request a connection, and refuses all
 * else, as the proxy of the stack does.
 */
final class SocketProxy implements AutoCloseable {
  private static final Pattern RULE = Pattern.compile("(?m)^\\s*- -allow([A-Z]+)=(\\S+)$");

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Path engine;
  private final Map<String, Pattern> rules;
  private final List<String> refused = new CopyOnWriteArrayList<>();

  private SocketProxy(Path engine, Map<String, Pattern> rules) throws IOException {
    this.engine = engine;
    this.rules = rules;
    daemon(this::accept);
  }

  /** The rules that stand in compose.yaml, by method. */
  static Map<String, Pattern> rulesOfTheStack() throws IOException {
    return rulesOf("docker-proxy");
  }

  /** Those with which containers can be updated. */
  static Map<String, Pattern> rulesOfUpdates() throws IOException {
    return rulesOf("docker-update-proxy");
  }

  private static Map<String, Pattern> rulesOf(String service) throws IOException {
    String compose = Files.readString(Path.of("compose/compose.yaml"));
    String after = compose.split("(?m)^  %s:$".formatted(service), 2)[1];
    return RULE.matcher(after.split("(?m)^  [a-z]", 2)[0])
        .results()
        .collect(Collectors.toMap(rule -> rule.group(1), rule -> Pattern.compile(rule.group(2))));
  }

  static SocketProxy before(Path engine, Map<String, Pattern> rules) throws IOException {
    return new SocketProxy(engine, rules);
  }

  String host() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> refused() {
    return refused;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      Matcher line = Pattern.compile("^([A-Z]+) ([^ ?]+)").matcher(head);
      if (!line.find()) {
        return;
      }
      Pattern rule = rules.get(line.group(1));
      if (rule == null || !rule.matcher(line.group(2)).matches()) {
        refused.add(line.group());
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      pass(client, head.replaceFirst("(?i)\r\nConnection: [^\r]*", ""));
    } catch (IOException e) {
      // one of both is gone
    }
  }

  private void pass(Socket client, String head) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(engine));
      String once = head.substring(0, head.length() - 2) + "Connection: close\r\n\r\n";
      write(channel, ByteBuffer.wrap(once.getBytes(StandardCharsets.US_ASCII)));
      daemon(() -> copy(client, channel));
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (channel.read(buffer) >= 0) {
        client.getOutputStream().write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
  }

  private static void copy(Socket client, SocketChannel channel) {
    byte[] bytes = new byte[8192];
    try {
      int count = client.getInputStream().read(bytes);
      while (count >= 0) {
        write(channel, ByteBuffer.wrap(bytes, 0, count));
        count = client.getInputStream().read(bytes);
      }
      channel.close();
    } catch (IOException e) {
      // the answer has come
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "socket-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
