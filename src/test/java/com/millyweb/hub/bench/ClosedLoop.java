package com.millyweb.hub.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Closed-loop load over plain sockets: each connection sends the next request when it has the
 * answer to the last. It shares the processors with the hub, so it does as little as it can.
 */
final class ClosedLoop {
  private ClosedLoop() {}

  /**
   * @param perSecond answers per second
   * @param p50 milliseconds
   * @param p99 milliseconds
   */
  record Result(int connections, double perSecond, double p50, double p99, long failed) {}

  /**
   * @param request makes the bytes of each request
   * @param status the only status that counts as success
   */
  static Result run(int port, int connections, double seconds, int status, Supplier<byte[]> request)
      throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Connection> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    AtomicReference<IOException> failure = new AtomicReference<>();
    long start = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      Connection connection = new Connection();
      all.add(connection);
      Thread thread =
          new Thread(
              () -> {
                try {
                  connection.loop(port, end, status, request);
                } catch (IOException e) {
                  failure.set(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A connection broke", failure.get());
    }
    double took = (System.nanoTime() - start) / 1e9;
    int answers = all.stream().mapToInt(connection -> connection.count).sum();
    long[] nanos = new long[answers];
    int next = 0;
    for (Connection connection : all) {
      System.arraycopy(connection.nanos, 0, nanos, next, connection.count);
      next += connection.count;
    }
    Arrays.sort(nanos);
    return new Result(
        connections,
        answers / took,
        answers == 0 ? 0 : nanos[answers / 2] / 1e6,
        answers == 0 ? 0 : nanos[(int) (answers * 0.99)] / 1e6,
        all.stream().mapToLong(connection -> connection.failed).sum());
  }

  private static final class Connection {
    private long[] nanos = new long[1024];
    private int count;
    private long failed;

    void loop(int port, long end, int status, Supplier<byte[]> request) throws IOException {
      byte[] wanted = ("HTTP/1.1 " + status).getBytes(StandardCharsets.US_ASCII);
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        OutputStream out = socket.getOutputStream();
        var in = new BufferedInputStream(socket.getInputStream(), 16_384);
        while (System.nanoTime() < end) {
          byte[] bytes = request.get();
          long sent = System.nanoTime();
          out.write(bytes);
          boolean ok = readAnswer(in, wanted);
          if (ok) {
            add(System.nanoTime() - sent);
          } else {
            failed++;
          }
        }
      }
    }

    private void add(long value) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = value;
    }

    /** Reads one answer with Content-Length or chunked transfer coding. */
    private static boolean readAnswer(InputStream in, byte[] wanted) throws IOException {
      String line = readLine(in);
      boolean ok = line.startsWith(new String(wanted, StandardCharsets.US_ASCII));
      long length = 0;
      boolean chunked = false;
      while (!(line = readLine(in)).isEmpty()) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Long.parseLong(line.substring(15).strip());
        } else if (lower.startsWith("transfer-encoding:")) {
          chunked = true;
        }
      }
      if (chunked) {
        int size;
        do {
          size = Integer.parseInt(readLine(in), 16);
          in.skipNBytes(size + 2L);
        } while (size > 0);
      } else {
        in.skipNBytes(length);
      }
      return ok;
    }

    private static String readLine(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder(64);
      int next;
      while ((next = in.read()) != '\n') {
        if (next < 0) {
          throw new IOException("The server closed the connection");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
