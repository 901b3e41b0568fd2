package com.millyweb.hub.ingress;

import com.millyweb.hub.ingress.IngressProperties.Method;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A configured sender. */
public final class Source {
  /** Where devices that know no headers have their token. */
  static final String TOKEN_PARAMETER = "token";

  private static final long MB = 1 << 20;
  private static final long DEFAULT_MAX_SIZE = MB;

  /** GitHub caps payloads at 25 MB and does not send larger events at all. */
  private static final Map<String, Long> MAX_SIZES =
      Map.of(
          "forgejo", 25 * MB,
          "gitea", 25 * MB,
          "github", 25 * MB,
          "gitlab", 25 * MB,
          "gogs", 25 * MB);

  /** Their senders take a 429 for a final no, or block behind it; their files say more. */
  private static final Set<String> TOLD_TO_COME_LATER = Set.of("alertmanager", "minio");

  private final String name;
  private final String kind;
  private final SourceProperties properties;
  private final int maxSize;
  private final Clock clock;
  private final @Nullable TokenBucket bucket;
  private final @Nullable ClientBuckets clients;

  public Source(String name, String kind, SourceProperties properties, Clock clock) {
    this.name = name;
    this.kind = kind;
    this.properties = properties;
    this.clock = clock;
    long size =
        properties.maxSize() != null
            ? properties.maxSize().toBytes()
            : MAX_SIZES.getOrDefault(kind, DEFAULT_MAX_SIZE);
    // one byte is read beyond the limit, and an array ends near 2^31
    maxSize = (int) Math.min(size, Integer.MAX_VALUE - 64);
    long now = clock.millis();
    bucket = properties.rate() == null ? null : new TokenBucket(properties.rate(), now);
    clients =
        properties.clientRate() == null ? null : new ClientBuckets(properties.clientRate(), now);
  }

  public String name() {
    return name;
  }

  public String kind() {
    return kind;
  }

  /** The configuration key of the source. */
  public String configurationKey() {
    return IngressProperties.PREFIX + ".sources." + name;
  }

  public List<Secret> secrets() {
    return properties.secret();
  }

  public SourceProperties properties() {
    return properties;
  }

  /** Whether a GET, or any other method, is as good as a POST. */
  public boolean takesAnyMethod() {
    return properties.method() == Method.ANY;
  }

  boolean hasTokenInQuery() {
    return properties.tokenInQuery();
  }

  public int maxSize() {
    return maxSize;
  }

  /**
   * @throws Refused when the address has sent more than one client may
   */
  void admit(String address) {
    long wait = clients == null ? 0 : clients.take(address, clock.millis());
    if (wait > 0) {
      throw tooMany("client", wait);
    }
  }

  /**
   * @throws Refused when the source has sent more than it may
   */
  void count() {
    long wait = bucket == null ? 0 : bucket.take(clock.millis());
    if (wait > 0) {
      throw tooMany("source", wait);
    }
  }

  private Refused tooMany(String whose, long wait) {
    return TOLD_TO_COME_LATER.contains(kind)
        ? Refused.later(whose, wait)
        : Refused.rate(whose, wait);
  }

  @Override
  public String toString() {
    return name;
  }
}
