package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A body that came as gzip, expanded to no more than the source may send without it. */
final class Unzipped {
  private Unzipped() {}

  /**
   * @throws Refused when it is compressed otherwise, is no gzip, or is too large when expanded
   */
  static byte[] of(Webhook webhook) {
    String encoding = webhook.headers().first("Content-Encoding");
    if (MediaTypes.isPlain(encoding)) {
      return webhook.body();
    }
    if (!isGzip(encoding)) {
      throw Refused.mediaType("content is encoded otherwise than by gzip");
    }
    int limit = webhook.source().maxSize();
    byte[] body = webhook.body();
    if (body.length == 0) {
      return body;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] expanded = in.readNBytes(limit + 1);
      if (expanded.length > limit) {
        throw Refused.tooLarge(limit);
      }
      return expanded;
    } catch (IOException e) {
      throw Refused.malformed("content is no gzip");
    }
  }

  static boolean isGzip(@Nullable String encoding) {
    return encoding != null
        && (encoding.strip().equalsIgnoreCase("gzip")
            || encoding.strip().equalsIgnoreCase("x-gzip"));
  }
}
