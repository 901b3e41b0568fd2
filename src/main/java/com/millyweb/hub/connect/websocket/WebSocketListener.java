package com.millyweb.hub.connect.websocket;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts the parts of messages together, and asks for the next when one is done. */
final class WebSocketListener implements WebSocket.Listener {
  private static final int TOO_LONG = 1009;

  private final int maxLength;
  private final Predicate<Object> receiver;
  private final Consumer<String> lost;
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final Semaphore pongs = new Semaphore(0);

  /**
   * @param receiver takes a text or bytes; false when it could not, and wants no more
   */
  WebSocketListener(int maxLength, Predicate<Object> receiver, Consumer<String> lost) {
    this.maxLength = maxLength;
    this.receiver = receiver;
    this.lost = lost;
  }

  /** Whether the server answers; one whose messages wait for the route has its answer later. */
  boolean ping(WebSocket socket, long seconds) throws InterruptedException {
    pongs.drainPermits();
    socket.sendPing(ByteBuffer.allocate(0));
    return pongs.tryAcquire(seconds, TimeUnit.SECONDS) || busy;
  }

  private volatile boolean busy;

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.append(data);
    if (text.length() > maxLength) {
      return tooLong(socket);
    }
    if (!last) {
      socket.request(1);
      return null;
    }
    String message = text.toString();
    text.setLength(0);
    return give(socket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    binary.writeBytes(part);
    if (binary.size() > maxLength) {
      return tooLong(socket);
    }
    if (!last) {
      socket.request(1);
      return null;
    }
    byte[] message = binary.toByteArray();
    binary.reset();
    return give(socket, message);
  }

  private CompletionStage<?> give(WebSocket socket, Object message) {
    busy = true;
    return CompletableFuture.runAsync(
        () -> {
          try {
            if (receiver.test(message)) {
              socket.request(1);
            }
          } finally {
            busy = false;
          }
        });
  }

  private @Nullable CompletionStage<?> tooLong(WebSocket socket) {
    lost.accept("a message was longer than %d characters".formatted(maxLength));
    return socket.sendClose(TOO_LONG, "message too long");
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    pongs.release();
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    lost.accept("closed by the server: %d %s".formatted(code, reason).strip());
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    lost.accept(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
  }
}
