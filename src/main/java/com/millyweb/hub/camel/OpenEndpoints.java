package com.millyweb.hub.camel;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.component.http.HttpEndpointConfigurer;
import org.apache.camel.util.URISupport;

/** The components that routes may use, and the options of them. */
public final class OpenEndpoints {
  /** What reaches files, commands, classes or addresses on ways of its own is not among them. */
  public static final Set<String> SCHEMES =
      Set.of(
          "agent",
          "ai-tool",
          "bean",
          "container",
          "direct",
          "door",
          "event",
          "grafana",
          "http",
          "https",
          "knowledge",
          "log",
          "model",
          "notify",
          "object",
          "platform-http",
          "query",
          "seda",
          "sql",
          "timer");

  /** Only the hub's own Java routes begin there. */
  private static final Set<String> JAVA = Set.of("telegram");

  /** Those that keep or show what they are given take no secret. */
  private static final Set<String> OUTWARD = Set.of("http", "https");

  /**
   * Options of Camel's that keep a secret to themselves; it shows the values of others in errors.
   * What is no option of Camel's is sent in the query.
   */
  private static final Set<String> SECRET_OPTIONS =
      Set.of("authBearerToken", "authPassword", "authUsername");

  private static final HttpEndpointConfigurer HTTP = new HttpEndpointConfigurer();

  /**
   * Options that would give another database, another way out (Camel asks for OAuth tokens with a
   * client that nobody guards), or set what is not the route's.
   */
  private static final Map<String, Pattern> CLOSED_OPTIONS =
      Map.of(
          "sql", Pattern.compile("(?i)dataSourceRef|template\\..*|outputClass|processingStrategy"),
          "bean", Pattern.compile("(?i)bean\\..*|parameters"),
          "http",
              Pattern.compile(
                  "(?i)httpClient\\..*|httpConnection\\..*|httpUri|oauth2.*|proxy.*|useSystemProperties"),
          "https",
              Pattern.compile(
                  "(?i)httpClient\\..*|httpConnection\\..*|httpUri|oauth2.*|proxy.*|useSystemProperties"));

  /**
   * What would give a connector files, addresses or objects of its own choice. JavaMail's own
   * properties can name another host; those that ask for encryption are open.
   */
  private static final Pattern OF_CONNECTORS =
      Pattern.compile(
          "(?i)jailStartingDirectory|localWorkDirectory|filePersistenceDirectory|persistence|serverURIs|socketFactory"
              + "|(ftpClient|ftpClientConfig|schedulerProperties|consumer|scheduler|configuration|sslClientProps)\\..*"
              + "|privateKeyUri|knownHostsUri|additionalJavaMailProperties.*|session|javaMailSender"
              + "|mail\\.(?!(smtp|imap)s?\\.(starttls\\.(enable|required)|auth|ssl\\.checkserveridentity|timeout|connectiontimeout)$).*");

  /** Options of connectors that keep a secret to themselves. */
  private static final Pattern SECRETS_OF_CONNECTORS =
      Pattern.compile(
          "(?i)user(name)?|.*passw(or)?d|.*passphrase|.*(token|secret|apiKey)|header\\..+|send");

  private static final Pattern DATABASE = Pattern.compile("(?i)dataSource");

  private static final Pattern LOCATION =
      Pattern.compile("\\s*[a-zA-Z][\\w+.-]*:.*", Pattern.DOTALL);

  private final RouteValues values;
  private final Predicate<String> isBean;
  private final Reach reach;

  public OpenEndpoints(RouteValues values, Predicate<String> isBean, Reach reach) {
    this.values = values;
    this.isBean = isBean;
    this.reach = reach;
  }

  /** Whether routes may use the component. */
  public boolean isOpen(String scheme) {
    return SCHEMES.contains(scheme) || reach.schemes().contains(scheme);
  }

  /** The names of all that are open. */
  public Set<String> open() {
    Set<String> all = new TreeSet<>(SCHEMES);
    all.addAll(reach.schemes());
    return all;
  }

  /** The text before the first colon or question mark, as Camel takes it. */
  public static String scheme(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == ':' || uri.charAt(i) == '?') {
        return uri.substring(0, i);
      }
    }
    return uri;
  }

  /** Whether an option of a component is open to routes, whatever its value. */
  public static boolean takes(String scheme, String option) {
    Pattern closed = SCHEMES.contains(scheme) ? CLOSED_OPTIONS.get(scheme) : OF_CONNECTORS;
    return closed == null || !closed.matcher(option).matches();
  }

  static boolean isOfJava(String scheme) {
    return JAVA.contains(scheme);
  }

  boolean takesSecrets(String scheme) {
    return OUTWARD.contains(scheme) || reach.schemes().contains(scheme);
  }

  /**
   * @param uri with its placeholders resolved
   * @throws IllegalArgumentException when it is not open to routes
   */
  public void judge(String uri, Map<String, Object> parameters) {
    String scheme = scheme(uri);
    if (!isOpen(scheme)) {
      throw new IllegalArgumentException("Component '%s' is not open to routes".formatted(scheme));
    }
    if (scheme.equals("bean") && !isBean.test(path(uri))) {
      throw new IllegalArgumentException("There is no bean '%s' for routes".formatted(path(uri)));
    }
    if (scheme.equals("sql")) {
      statement(path(uri));
    }
    if (scheme.equals("query") && !path(uri).equals("hub")) {
      database(path(uri));
    }
    options(uri).forEach((name, value) -> judge(scheme, name, value));
    parameters.forEach((name, value) -> judge(scheme, name, value));
  }

  private static String path(String uri) {
    int question = uri.indexOf('?');
    int colon = uri.indexOf(':');
    String path =
        colon < 0 ? "" : uri.substring(colon + 1, question < colon ? uri.length() : question);
    return path.startsWith("//") ? path.substring(2) : path;
  }

  /** No statement begins with a word and a colon; what does so is a file or an address. */
  private static void statement(String text) {
    if (LOCATION.matcher(text).matches() && !OpenResources.isOpen(text)) {
      throw OpenResources.refusal(text);
    }
  }

  static Map<String, Object> options(String uri) {
    int question = uri.indexOf('?');
    if (question < 0) {
      return Map.of();
    }
    try {
      return URISupport.parseQuery(uri.substring(question + 1), false, true);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("The options of the URI cannot be read", e);
    }
  }

  private void judge(String scheme, String name, Object value) {
    if (scheme.equals("sql") && DATABASE.matcher(name).matches()) {
      database(String.valueOf(value).strip());
      return;
    }
    if (!takes(scheme, name)) {
      throw new IllegalArgumentException(
          "Option '%s' of '%s' is not open to routes".formatted(name, scheme));
    }
    if (scheme.equals("sql")) {
      statement(String.valueOf(value));
    }
    Collection<?> all = value instanceof Collection<?> list ? list : List.of(value);
    for (Object each : all) {
      String text = String.valueOf(each).strip();
      if (text.startsWith("RAW(") || text.startsWith("RAW{")) {
        text = text.substring("RAW(".length()).strip();
      }
      if (text.startsWith("%23")) {
        text = "#" + text.substring("%23".length());
      }
      if (text.startsWith("#")) {
        reference(scheme, name, text);
      }
    }
  }

  private void database(String value) {
    String name = value.replaceFirst("^(#|%23)(bean:)?", "");
    if (reach.database(name) == null) {
      throw new IllegalArgumentException(
          "There is no database '%s' for routes; add to the configuration: hub.connect.databases.%s.url: jdbc:postgresql://host/name (and .user, .password)"
              .formatted(name, name));
    }
  }

  private void reference(String scheme, String name, String text) {
    if (values.isReference(text)) {
      if (!takesSecrets(scheme)) {
        throw new IllegalArgumentException(
            "Option '%s' of '%s' takes no secret: it would be kept or shown"
                .formatted(name, scheme));
      }
      if (reach.schemes().contains(scheme)) {
        if (!SECRETS_OF_CONNECTORS.matcher(name).matches()) {
          throw new IllegalArgumentException(
              "Option '%s' of '%s' takes no secret: it would be shown".formatted(name, scheme));
        }
        return;
      }
      if (HTTP.getOptionType(name, true) != null && !SECRET_OPTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "Option '%s' of '%s' takes no secret: it would be shown; those that do are %s, and what is sent in the query"
                .formatted(name, scheme, SECRET_OPTIONS.stream().sorted().toList()));
      }
      return;
    }
    String bean = text.startsWith("#bean:") ? text.substring("#bean:".length()) : text.substring(1);
    if (!isBean.test(bean)) {
      throw new IllegalArgumentException(
          "Option '%s' of '%s' names what is not open to routes".formatted(name, scheme));
    }
  }
}
