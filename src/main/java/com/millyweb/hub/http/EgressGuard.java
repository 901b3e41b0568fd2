package com.millyweb.hub.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Decides where outgoing HTTP may connect. It stands where the client turns a name into addresses,
 * so it sees every address that would be connected to, also after a redirect and for names that
 * change their mind between two lookups.
 */
final class EgressGuard implements DnsResolver {
  private final List<EgressRule> rules;
  private final OwnPorts ownPorts;

  EgressGuard(Collection<EgressRule> rules, OwnPorts ownPorts) {
    this.rules = List.copyOf(rules);
    this.ownPorts = ownPorts;
  }

  /** Allows the very host and port of these URLs as well. */
  EgressGuard trusting(Collection<URI> urls) {
    List<EgressRule> more = new ArrayList<>(rules);
    urls.forEach(url -> more.add(EgressRule.of(url)));
    return new EgressGuard(more, ownPorts);
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      judge(host, port, address);
    }
    return Arrays.stream(addresses).map(address -> new InetSocketAddress(address, port)).toList();
  }

  @Override
  public InetAddress[] resolve(String host) {
    throw new UnsupportedOperationException("An address can only be judged with its port");
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** Whether a rule names it, be it public or not. */
  boolean isNamed(String host, int port) throws UnknownHostException {
    for (InetAddress address : SystemDefaultDnsResolver.INSTANCE.resolve(host)) {
      if (rules.stream().noneMatch(rule -> rule.permits(host, port, address))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an inner port of this hub is there. */
  boolean isOwn(InetSocketAddress target) {
    return ownPorts.owner(target.getAddress(), target.getPort()) != null;
  }

  void judge(String host, int port, InetAddress address) throws EgressRefused {
    String purpose = SpecialAddresses.purpose(address);
    String own = ownPorts.owner(address, port);
    boolean allowed =
        rules.stream()
            .filter(rule -> own == null || rule.isExact())
            .anyMatch(rule -> rule.permits(host, port, address));
    if (allowed || purpose == null && own == null) {
      return;
    }
    throw new EgressRefused(
        "%s:%d (%s) is %s; requests to it must be allowed by hub.egress.allow"
            .formatted(
                host,
                port,
                address.getHostAddress(),
                own == null ? "not a public address (" + purpose + ")" : own));
  }
}
