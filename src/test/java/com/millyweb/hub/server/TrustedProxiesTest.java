package com.millyweb.hub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      new TrustedProxies(new ProxyProperties(List.of("172.18.0.0/16", "10.0.0.1", "fd00::/8")));

  @Test
  void client_is_the_rightmost_that_is_no_proxy() {
    assertThat(client("172.18.0.2", "198.51.100.7")).isEqualTo("198.51.100.7");
    assertThat(client("172.18.0.2", "1.1.1.1, 198.51.100.7, 10.0.0.1")).isEqualTo("198.51.100.7");
    assertThat(client("172.18.0.2", "1.1.1.1", "198.51.100.7")).isEqualTo("198.51.100.7");
    assertThat(client("172.18.0.2", "198.51.100.7:4711")).isEqualTo("198.51.100.7");
    assertThat(client("fd00::5", "[2001:db8::1]:443")).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(client("172.18.0.2", "10.0.0.1, 172.18.4.4")).isEqualTo("10.0.0.1");
  }

  @Test
  void nobody_else_is_believed() {
    assertThat(client("192.0.2.1", "198.51.100.7")).isEqualTo("192.0.2.1");
    assertThat(client("10.0.0.2", "198.51.100.7")).isEqualTo("10.0.0.2");
    assertThat(new TrustedProxies(new ProxyProperties(List.of())).contains("127.0.0.1")).isFalse();
  }

  @Test
  void what_is_no_address_ends_the_chain() {
    for (String nonsense : new String[] {"", " ", "unknown", "999.1.1.1", "a.example", "_hidden"}) {
      assertThat(client("172.18.0.2", "1.1.1.1, " + nonsense)).isEqualTo("172.18.0.2");
      assertThat(client("172.18.0.2", nonsense + ", 172.18.9.9")).isEqualTo("172.18.9.9");
    }
    assertThat(client("172.18.0.2")).isEqualTo("172.18.0.2");
  }

  @Property
  void any_header_gives_an_address(@ForAll String header) {
    assertThat(client("172.18.0.2", header)).matches("[0-9a-f.:]+");
  }

  @Test
  void bad_block_is_named() {
    assertThatThrownBy(() -> new ProxyProperties(List.of("traefik")))
        .hasMessageContaining("hub.trusted-proxies")
        .hasMessageContaining("'traefik'");
    assertThatThrownBy(() -> new ProxyProperties(List.of("10.0.0.0/33")))
        .hasMessageContaining("hub.trusted-proxies");
  }

  private String client(String peer, String... forwardedFor) {
    return proxies.client(peer, List.of(forwardedFor));
  }
}
