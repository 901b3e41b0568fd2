package com.millyweb.hub.service.minio;

import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The content of an object, read from the server as it is used and never kept, neither in memory
 * nor on disk: Camel need not cache it, because it can be read again from the server. A line that
 * breaks is taken up where it broke, as long as the object is still the same.
 */
final class ObjectStream extends InputStream implements StreamCache {
  private static final int MOST_BREAKS = 3;

  /**
   * What is read.
   *
   * @param etag empty where the server has none, as for a file that lies in its folder
   */
  record Part(
      String bucket, String key, String etag, ZonedDateTime modified, long offset, long length) {}

  private final Supplier<MinioClient> client;
  private final Part part;
  private long position;
  private int breaks;
  private @Nullable InputStream open;

  private ObjectStream(Supplier<MinioClient> client, Part part) {
    this.client = client;
    this.part = part;
  }

  /** Closed when the exchange is done. */
  static ObjectStream of(Exchange exchange, Supplier<MinioClient> client, Part part) {
    var stream = new ObjectStream(client, part);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                stream.close();
              }
            });
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int start, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (position < part.length) {
      try {
        int read = stream().read(bytes, start, (int) Math.min(most, part.length - position));
        if (read > 0) {
          position += read;
          return read;
        }
        throw new IOException(
            "%s/%s ended after %d of %d bytes"
                .formatted(part.bucket, part.key, position, part.length));
      } catch (IOException e) {
        close();
        if (++breaks > MOST_BREAKS) {
          throw e;
        }
      }
    }
    return -1;
  }

  private InputStream stream() throws IOException {
    if (open == null) {
      open = opened();
    }
    return open;
  }

  private GetObjectResponse opened() throws IOException {
    var request =
        GetObjectArgs.builder()
            .bucket(part.bucket)
            .object(part.key)
            .offset(part.offset + position)
            .length(part.length - position);
    if (part.etag.isEmpty()) {
      // in a header there are whole seconds
      request.unmodifiedSince(part.modified.plusSeconds(1));
    } else {
      request.matchETag(part.etag);
    }
    try {
      return client.get().getObject(request.build());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // that it is another one now, or gone, does not get better
      breaks = MOST_BREAKS;
      throw new IOException(
          StorageFailure.of("%s/%s".formatted(part.bucket, part.key), e).getMessage(), e);
    }
  }

  @Override
  public int available() throws IOException {
    return open == null ? 0 : open.available();
  }

  @Override
  public void close() {
    InputStream closing = open;
    open = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException e) {
        // nobody reads it any more
      }
    }
  }

  /** To its beginning. */
  @Override
  public synchronized void reset() {
    if (position > 0) {
      close();
      position = 0;
    }
    breaks = 0;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    transferTo(out);
  }

  @Override
  public StreamCache copy(Exchange exchange) {
    return of(exchange, client, part);
  }

  @Override
  public boolean inMemory() {
    return false;
  }

  @Override
  public long length() {
    return part.length;
  }

  @Override
  public long position() {
    return position;
  }
}
