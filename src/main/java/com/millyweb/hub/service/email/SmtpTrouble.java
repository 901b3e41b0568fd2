package com.millyweb.hub.service.email;

import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why a mail server could not be talked to, so that a person knows what to set right. */
final class SmtpTrouble {
  private final String server;
  private final Duration timeout;
  private final EmailProperties.Security security;

  SmtpTrouble(String server, Duration timeout, EmailProperties.Security security) {
    this.server = server;
    this.timeout = timeout;
    this.security = security;
  }

  /**
   * @param login whether the server refused the login with a code of its own
   */
  String of(Throwable failure, boolean login) {
    if (login || find(failure, AuthenticationFailedException.class::isInstance) != null) {
      return "The login at %s failed: %s".formatted(server, reason(failure));
    }
    if (find(failure, UnknownHostException.class::isInstance) != null) {
      return "The name of the mail server %s is not known: no DNS entry was found"
          .formatted(server);
    }
    if (find(failure, NoRouteToHostException.class::isInstance) != null) {
      return "No way leads to the mail server %s: %s".formatted(server, reason(failure));
    }
    Throwable connect = find(failure, ConnectException.class::isInstance);
    if (connect != null) {
      return String.valueOf(connect.getMessage()).contains("refused")
          ? "The mail server %s refused the connection: nothing listens there".formatted(server)
          : "The mail server %s cannot be reached: %s".formatted(server, reason(failure));
    }
    if (find(failure, SocketTimeoutException.class::isInstance) != null) {
      return "The mail server %s did not answer within %d seconds"
          .formatted(server, Math.max(1, timeout.toSeconds()));
    }
    if (find(failure, SmtpTrouble::isOfCertificate) != null) {
      return "The certificate of the mail server %s is not trusted: %s"
          .formatted(server, reason(failure));
    }
    if (find(failure, e -> e instanceof SSLException || says(e, "STARTTLS")) != null) {
      return "TLS with the mail server %s failed, hub.notify.email.security is %s: %s"
          .formatted(server, security, reason(failure));
    }
    return "The mail server %s broke off the conversation: %s".formatted(server, reason(failure));
  }

  /** The server's own words are innermost. */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String words = cause.getMessage();
    return words == null ? cause.getClass().getSimpleName() : HttpStatusPolicy.quote(words);
  }

  private static boolean isOfCertificate(Throwable e) {
    return e instanceof CertificateException || says(e, "verify identity of server");
  }

  private static boolean says(Throwable e, String words) {
    return e.getMessage() != null && e.getMessage().contains(words);
  }

  private static @Nullable Throwable find(Throwable failure, Predicate<Throwable> wanted) {
    Throwable next = failure;
    while (next != null && !wanted.test(next)) {
      next = next.getCause() == next ? null : next.getCause();
    }
    return next;
  }
}
