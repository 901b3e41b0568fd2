package com.millyweb.hub.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, piece by piece as it comes: whoever reads can wait for the next one for as
 * long as it likes, and no longer. The sender is asked for one piece at a time.
 */
final class ArrivingBody implements BodySubscriber<ArrivingBody> {
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

  /**
   * @param bytes null for the end
   * @param failure why it ended too early; null when it did not
   */
  private record Piece(byte @Nullable [] bytes, @Nullable Throwable failure) {
    static final Piece END = new Piece(null, null);
  }

  @Override
  public CompletionStage<ArrivingBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscribed.complete(subscription);
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      int length = buffer.remaining();
      buffer.get(bytes, at, length);
      at += length;
    }
    pieces.add(new Piece(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(null, failure));
  }

  @Override
  public void onComplete() {
    pieces.add(Piece.END);
  }

  /**
   * The next bytes; null at the end.
   *
   * @throws InterruptedIOException when none come in this time
   * @throws IOException when the connection ends before the answer does
   */
  byte @Nullable [] next(Duration patience) throws IOException, InterruptedException {
    Piece piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (piece == null) {
      throw new InterruptedIOException("nothing more came");
    }
    if (piece.failure() != null) {
      throw new IOException("the answer broke off", piece.failure());
    }
    if (piece.bytes() == null) {
      pieces.add(piece);
    } else {
      subscribed.join().request(1);
    }
    return piece.bytes();
  }

  /** Nobody reads on: the connection is closed unless all of it was read. */
  void leave() {
    subscribed.thenAccept(Flow.Subscription::cancel);
  }
}
