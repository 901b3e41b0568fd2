package com.millyweb.hub.ingress;

import com.millyweb.hub.ingress.body.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in and not yet verified. Its body is read when somebody first asks for it:
 * who has no token, or no signature, is refused before.
 */
public final class Webhook {
  private final Source source;
  private final Headers headers;
  private final @Nullable String contentType;
  private final Fields query;
  private final Supplier<byte[]> reading;
  private byte @Nullable [] body;
  private @Nullable Refused unread;

  public Webhook(Source source, Headers headers, @Nullable String contentType, byte[] body) {
    this(source, headers, contentType, Fields.NONE, () -> body);
  }

  /**
   * @param query what stands behind the {@code ?}
   * @param reading reads the body, once; may throw {@link Refused}
   */
  public Webhook(
      Source source,
      Headers headers,
      @Nullable String contentType,
      Fields query,
      Supplier<byte[]> reading) {
    this.source = source;
    this.headers = headers;
    this.contentType = contentType;
    this.query = query;
    this.reading = reading;
  }

  public Source source() {
    return source;
  }

  public Headers headers() {
    return headers;
  }

  public @Nullable String contentType() {
    return contentType;
  }

  /** Without a token that the source may send there. */
  public Fields query() {
    return source.hasTokenInQuery() ? query.without(Source.TOKEN_PARAMETER) : query;
  }

  /** The token in the query; null where the source may not send it there, or did not. */
  public @Nullable String queryToken() {
    return source.hasTokenInQuery() ? query.only(Source.TOKEN_PARAMETER) : null;
  }

  /**
   * The bytes as they came; signatures are over them.
   *
   * @throws Refused when it is too large, or does not come to its end
   */
  public byte[] body() {
    if (unread != null) {
      throw unread;
    }
    if (body == null) {
      try {
        body = reading.get();
      } catch (Refused e) {
        unread = e;
        throw e;
      }
    }
    return body;
  }
}
