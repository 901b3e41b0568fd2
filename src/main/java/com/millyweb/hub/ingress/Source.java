package com.millyweb.hub.ingress;

import com.millyweb.hub.ingress.IngressProperties.Method;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.secret.Secret;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A configured sender. */
public final class Source {
  /** Where devices that know no headers have their token. */
  static final String TOKEN_PARAMETER = "token";

  /** One byte is read beyond the limit, and an array ends near 2^31. */
  private static final long MOST_SIZE = Integer.MAX_VALUE - 64;

  private final String name;
  private final Kind kind;
  private final SourceProperties properties;
  private final Clock clock;
  private final @Nullable TokenBucket bucket;
  private final @Nullable ClientBuckets clients;

  public Source(String name, Kind kind, SourceProperties properties, Clock clock) {
    this.name = name;
    this.kind = kind;
    this.properties = properties;
    this.clock = clock;
    long now = clock.millis();
    bucket = properties.rate() == null ? null : new TokenBucket(properties.rate(), now);
    clients =
        properties.clientRate() == null ? null : new ClientBuckets(properties.clientRate(), now);
  }

  public String name() {
    return name;
  }

  public String kind() {
    return kind.name();
  }

  /** What the kind's file says now. */
  public KindOptions options() {
    return kind.options();
  }

  /** How the sender signs by HMAC: as its kind does, or as it says itself. */
  public HmacProperties hmac() {
    HmacProperties ofKind = kind.options().hmac();
    return ofKind == null ? properties.hmac() : ofKind;
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
    DataSize own = properties.maxSize();
    long size = (own == null ? kind.options().maxSize() : own).toBytes();
    return (int) Math.min(size, MOST_SIZE);
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
    return kind.options().isToldToComeLater()
        ? Refused.later(whose, wait)
        : Refused.rate(whose, wait);
  }

  @Override
  public String toString() {
    return name;
  }
}
