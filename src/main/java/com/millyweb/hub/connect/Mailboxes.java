package com.millyweb.hub.connect;

import com.millyweb.hub.http.GuardedSockets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** {@code imap:}, {@code imaps:}, {@code smtp:} and {@code smtps:}. */
final class Mailboxes {
  private static final String TIMEOUT_MS = "30000";

  private Mailboxes() {}

  static void confine(Endpoint endpoint, Hosts hosts, @Nullable GuardedSockets sockets) {
    var mail = (MailEndpoint) endpoint;
    var configuration = mail.getConfiguration();
    hosts.require(configuration.getHost(), configuration.getPort());
    mail.setHeaderFilterStrategy(new FewHeaders());
    String prefix = "mail." + configuration.getProtocol() + ".";
    Properties properties = new Properties();
    if (configuration.getAdditionalJavaMailProperties() != null) {
      properties.putAll(configuration.getAdditionalJavaMailProperties());
    }
    properties.putIfAbsent(prefix + "timeout", TIMEOUT_MS);
    properties.putIfAbsent(prefix + "writetimeout", TIMEOUT_MS);
    properties.putIfAbsent(prefix + "connectiontimeout", TIMEOUT_MS);
    properties.putIfAbsent(prefix + "ssl.checkserveridentity", "true");
    if (sockets != null) {
      properties.put(prefix + "socketFactory", sockets);
      properties.put(prefix + "socketFactory.fallback", "false");
    }
    configuration.setAdditionalJavaMailProperties(properties);
  }

  /**
   * What a stranger writes into a mail's head must not become a header that steers a route: only
   * these come in.
   */
  private static final class FewHeaders extends DefaultHeaderFilterStrategy {
    private static final Set<String> IN =
        Set.of("subject", "from", "to", "cc", "reply-to", "date", "message-id", "in-reply-to");

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return !IN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** JavaMail's own settings are not for a message to change. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return name.toLowerCase(Locale.ROOT).startsWith("mail.")
          || super.applyFilterToCamelHeaders(name, value, exchange);
    }
  }
}
