package com.millyweb.hub.connect.websocket;

import com.millyweb.hub.http.GuardedSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * One connection, to the very address that was found allowed. The next message is read when the
 * last one was taken.
 */
final class WebSocketLine extends WebSocketClient {
  private static final long PATIENCE_SECONDS = 10;
  private static final int CONNECT_MS = 5_000;

  private final int maxLength;
  private final WebSocketListener listener;
  private final Semaphore pongs = new Semaphore(0);
  private volatile boolean busy;
  private volatile @Nullable String failure;
  private volatile @Nullable Exception cause;

  private WebSocketLine(
      URI address, Map<String, String> headers, int maxLength, WebSocketListener listener) {
    super(address, new BoundedDraft(maxLength), headers, CONNECT_MS);
    this.maxLength = maxLength;
    this.listener = listener;
    // it would take a connection whose message waits for the route for one that is lost
    setConnectionLostTimeout(0);
  }

  static WebSocketLine open(
      GuardedSockets sockets,
      URI address,
      int port,
      Map<String, String> headers,
      int maxLength,
      WebSocketListener listener)
      throws IOException, InterruptedException {
    var line = new WebSocketLine(address, headers, maxLength, listener);
    InetAddress allowed = sockets.address(address.getHost(), port);
    line.setDnsResolver(name -> allowed);
    if (address.getScheme().equals("wss")) {
      line.setSocketFactory(tls());
    }
    if (line.connectBlocking(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return line;
    }
    line.abort();
    String reason = line.failure;
    throw new IOException(
        reason == null ? "no answer within %d s".formatted(PATIENCE_SECONDS) : reason, line.cause);
  }

  private static SocketFactory tls() throws IOException {
    try {
      return SSLContext.getDefault().getSocketFactory();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("No TLS", e);
    }
  }

  /** Whether the server has read what it was sent; one whose messages wait here answers later. */
  boolean answers() throws InterruptedException {
    pongs.drainPermits();
    sendPing();
    return pongs.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS) || busy;
  }

  /** Ends without a word. */
  void abort() {
    closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
  }

  @Override
  public void onOpen(ServerHandshake handshake) {}

  @Override
  public void onMessage(String text) {
    take(text);
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    byte[] message = new byte[bytes.remaining()];
    bytes.get(message);
    take(message);
  }

  private void take(Object message) {
    busy = true;
    try {
      listener.received().accept(message);
    } finally {
      busy = false;
    }
  }

  @Override
  public void onWebsocketPong(WebSocket socket, Framedata frame) {
    pongs.release();
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    String said =
        code == CloseFrame.TOOBIG && !remote
            ? "a message was longer than %d bytes, or had more than %d parts"
                .formatted(maxLength, BoundedDraft.MOST_PARTS)
            : "closed%s: %d %s".formatted(remote ? " by the server" : "", code, reason).strip();
    listener.lost().accept(failure == null ? said : failure);
    failure = failure == null ? said : failure;
  }

  @Override
  public synchronized void onError(Exception e) {
    if (cause != null) {
      // what the other thread then meets is no reason
      return;
    }
    cause = e;
    failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
