package com.millyweb.hub.database;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the external database is, and who logs in: from {@code jdbc:postgresql://…}, or from the
 * form that other programs take, {@code postgres://user:password@host:port/database}.
 *
 * @param jdbc without user and password
 */
record DatabaseUrl(String jdbc, @Nullable String user, @Nullable Secret password) {
  private static final String JDBC = "jdbc:postgresql:";
  private static final Pattern OTHER = Pattern.compile("postgres(ql)?://");
  private static final String FORMS =
      "must be jdbc:postgresql://host:5432/database or postgres://host:5432/database, with HUB_DB_USER and HUB_DB_PASSWORD";

  /**
   * @throws ConfigurationProblem when it is neither; the value is not shown, it may hold a password
   */
  static DatabaseUrl of(HubProperties.Db db) {
    String url = String.valueOf(db.url()).strip();
    if (url.startsWith(JDBC)) {
      if (url.matches(JDBC + "//[^/?]*@.*")) {
        throw new ConfigurationProblem(
            "HUB_DB_URL in the form jdbc:postgresql:// cannot hold the user and the password: set HUB_DB_USER and HUB_DB_PASSWORD, or leave out jdbc: and write postgresql://");
      }
      return new DatabaseUrl(url, db.user(), db.password());
    }
    if (!OTHER.matcher(url).lookingAt()) {
      throw new ConfigurationProblem("HUB_DB_URL " + FORMS);
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        throw new ConfigurationProblem("HUB_DB_URL " + FORMS + "; it names no host");
      }
      String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      int colon = login.indexOf(':');
      String user = decoded(colon < 0 ? login : login.substring(0, colon));
      String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
      return new DatabaseUrl(
          JDBC
              + "//"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
              + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
          db.user() != null || user.isEmpty() ? db.user() : user,
          db.password() != null || password.isEmpty() ? db.password() : new Secret(password));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // the cause quotes the URL with the password
      throw new ConfigurationProblem(
          "HUB_DB_URL " + FORMS + "; other signs than letters and digits in it are written as %40");
    }
  }

  /** Without what may be secret. */
  String shown() {
    return jdbc.replaceFirst("\\?.*", "");
  }

  /** A plus is a plus here. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
