package com.millyweb.hub.service.email;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.secret.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * E-mail, by submission to one SMTP server.
 *
 * @param host of the server; the only one that e-mail connects to
 * @param port 587 for starttls, 465 for tls, 25 for none, unless it is set
 * @param security starttls and tls check the server's certificate; starttls never goes on without
 * @param user of the login; none when it is not set
 * @param password of the login
 * @param from the sender's address, with or without a name; the user when that is an address
 * @param to the recipient, unless a target's address says another
 * @param rate of messages, in the long run
 * @param burst messages that need not wait
 * @param timeout for a connection and for each answer
 */
@Validated
@ConfigurationProperties("hub.notify.email")
public record EmailProperties(
    @Nullable String host,
    @Nullable @Min(1) @Max(65535) Integer port,
    @DefaultValue("starttls") Security security,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable String from,
    @Nullable String to,
    @DefaultValue("1/s") Rate rate,
    @DefaultValue("10") @Min(1) int burst,
    @DefaultValue("30s") Duration timeout) {

  public EmailProperties {
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException(
          "hub.notify.email.user and hub.notify.email.password must both be set, or neither");
    }
  }

  public enum Security {
    starttls(587),
    tls(465),
    none(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }
  }

  int serverPort() {
    return port == null ? security.port : port;
  }
}
