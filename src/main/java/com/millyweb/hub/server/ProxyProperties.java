package com.millyweb.hub.server;

import com.millyweb.hub.http.AddressBlock;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stands between senders and the hub.
 *
 * @param trustedProxies addresses or CIDR blocks of proxies, such as {@code 172.18.0.0/16}; only
 *     they are believed when they say for whom they ask ({@code X-Forwarded-For}) and how ({@code
 *     X-Forwarded-Proto})
 */
@ConfigurationProperties("hub")
record ProxyProperties(@DefaultValue List<String> trustedProxies) {

  ProxyProperties {
    trustedProxies = List.copyOf(trustedProxies);
    for (String proxy : trustedProxies) {
      try {
        AddressBlock.of(proxy);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "hub.trusted-proxies must be IP addresses or blocks such as 172.18.0.0/16: "
                + e.getMessage(),
            e);
      }
    }
  }
}
