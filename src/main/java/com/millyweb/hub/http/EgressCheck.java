package com.millyweb.hub.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an address that stands in a file may be called, as far as it can be told without a call.
 */
public final class EgressCheck {
  /** Such a host is looked up nowhere. */
  private static final Pattern LITERAL =
      Pattern.compile("localhost|[0-9]+(\\.[0-9]+){3}|\\[[0-9a-fA-F:.]+]");

  private final List<EgressRule> rules;

  private EgressCheck(List<EgressRule> rules) {
    this.rules = rules;
  }

  /**
   * @param allowed {@code hub.egress.allow}; a rule that cannot be read stops the start elsewhere
   */
  public static EgressCheck of(Collection<String> allowed) {
    List<EgressRule> rules = new ArrayList<>();
    for (String rule : allowed) {
      try {
        rules.add(EgressRule.of(rule));
      } catch (IllegalArgumentException e) {
        // nothing is told that such a rule may have been meant to allow
        return anything();
      }
    }
    return new EgressCheck(rules);
  }

  /** Where it is not known what is allowed. */
  public static EgressCheck anything() {
    return new EgressCheck(
        List.of(EgressRule.of("0.0.0.0/0"), EgressRule.of("::/0"), EgressRule.of("localhost")));
  }

  /** Why the hub would refuse the call; null when it would not, or when only the call can tell. */
  public @Nullable String refusal(String host, int port) {
    if (!LITERAL.matcher(host).matches()) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      String purpose = SpecialAddresses.purpose(address);
      boolean allowed = rules.stream().anyMatch(rule -> rule.permits(host, port, address));
      return purpose == null || allowed
          ? null
          : "%s:%d is not a public address (%s): calls to it are refused until hub.egress.allow names it"
              .formatted(host, port, purpose);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
