package com.millyweb.hub.ingress;

import com.millyweb.hub.http.AddressBlock;
import com.millyweb.hub.http.RateLimiter;
import com.millyweb.hub.ingress.IngressProperties.Method;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.secret.Secret;
import java.time.Clock;
import java.time.Duration;
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
  private final @Nullable RateLimiter all;
  private final @Nullable RateLimiter clients;

  public Source(String name, Kind kind, SourceProperties properties, Clock clock) {
    this.name = name;
    this.kind = kind;
    this.properties = properties;
    this.clock = clock;
    all = properties.rate() == null ? null : RateLimiter.of(properties.rate(), clock);
    clients =
        properties.clientRate() == null ? null : RateLimiter.of(properties.clientRate(), clock);
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
    Duration wait =
        clients == null ? Duration.ZERO : clients.take(AddressBlock.subscriber(address));
    if (!wait.isZero()) {
      throw tooMany("client", wait);
    }
  }

  /**
   * @throws Refused when the source has sent more than it may
   */
  void count() {
    Duration wait = all == null ? Duration.ZERO : all.take("");
    if (!wait.isZero()) {
      throw tooMany("source", wait);
    }
  }

  private Refused tooMany(String whose, Duration wait) {
    return kind.options().isToldToComeLater()
        ? Refused.later(whose, wait)
        : Refused.rate(whose, wait);
  }

  @Override
  public String toString() {
    return name;
  }
}
