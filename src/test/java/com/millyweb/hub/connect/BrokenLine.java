package com.millyweb.hub.connect;

import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * The line to a real server, which breaks once where a test says: whatever is on it then is gone,
 * and neither side hears a word of it.
 */
final class BrokenLine implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket here;
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong left = new AtomicLong(NEVER);
  private final AtomicLong passed = new AtomicLong();

  BrokenLine(int server) throws IOException {
    this.server = server;
    here = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return here.getLocalPort();
  }

  /** Breaks after this number of further bytes, both ways together. */
  void breakAfter(long bytes) {
    left.set(bytes);
  }

  boolean isToBreak() {
    return left.get() != NEVER;
  }

  /** Breaks no more; whether it was to. */
  boolean mend() {
    return left.getAndSet(NEVER) != NEVER;
  }

  /** Bytes that passed since it was asked last. */
  long passed() {
    return passed.getAndSet(0);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!here.isClosed()) {
      try {
        Socket client = here.accept();
        open.add(client);
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(target);
        // what is carried in small pieces would wait 40 ms for each acknowledgement
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        start(() -> carry(client, target));
        start(() -> carry(target, client));
      } catch (IOException e) {
        hangUp();
      }
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[512];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        passed.addAndGet(count);
        long before = left.getAndUpdate(rest(count));
        if (before <= count) {
          out.write(buffer, 0, (int) before);
          hangUp();
          return;
        }
        out.write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      hangUp(from, to);
    }
  }

  private static LongUnaryOperator rest(int count) {
    return left -> left == NEVER || left <= count ? NEVER : left - count;
  }

  /** Ends all connections, also those that the server would keep. */
  void hangUp() {
    hangUp(open.toArray(Socket[]::new));
  }

  private void hangUp(Socket... sockets) {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // it is gone
      }
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    here.close();
    hangUp();
  }
}
