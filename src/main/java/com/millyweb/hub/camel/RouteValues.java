package com.millyweb.hub.camel;

import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What placeholders of routes stand for: {@code hub.vars} and {@code hub.secrets}, and nothing else
 * of the configuration.
 *
 * <p>A secret's value is never put into the text of a URI, which is logged, measured and shown: a
 * reference stands in its place, and the endpoint takes the value when its options are set. The
 * reference cannot be guessed, so that neither a route file nor an event's data can name a secret
 * otherwise than by its placeholder.
 */
public final class RouteValues {
  private static final int NONCE_BYTES = 12;
  private static final int SHORT = 6;
  private static final String PREFIX = "#secret-";
  private static final Pattern REFERENCE =
      Pattern.compile(PREFIX + "[0-9a-f]{%d}-(\\w+)".formatted(2 * NONCE_BYTES));

  private final Map<String, String> vars;
  private final Map<String, String> secrets;
  private final Set<String> names = new TreeSet<>();
  private final String prefix;

  private RouteValues(Map<String, String> vars, Map<String, String> secrets) {
    this.vars = uniform(vars);
    this.secrets = uniform(secrets);
    vars.keySet().forEach(name -> names.add("vars." + name));
    secrets.keySet().forEach(name -> names.add("secrets." + name));
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    prefix = PREFIX + HexFormat.of().formatHex(nonce) + "-";
  }

  public static RouteValues of(Environment environment) {
    Binder binder = Binder.get(environment);
    var type = Bindable.mapOf(String.class, String.class);
    var values =
        new RouteValues(
            binder.bind("hub.vars", type).orElse(Map.of()),
            binder.bind("hub.secrets", type).orElse(Map.of()));
    values.secrets.values().stream()
        .filter(value -> !value.isEmpty())
        .forEach(value -> Redaction.instance().learn(new Secret(value)));
    return values;
  }

  /** Values that no configuration has, and secrets whose value is a word, for tests of routes. */
  public static RouteValues given(Map<String, String> vars, Set<String> secrets) {
    return new RouteValues(
        vars, secrets.stream().collect(Collectors.toMap(Function.identity(), name -> "secret")));
  }

  /** The same names with values that are none, for what is only checked. */
  public RouteValues withoutSecrets() {
    Map<String, String> hidden = new TreeMap<>(secrets);
    hidden.replaceAll((name, value) -> "secret");
    var values = new RouteValues(vars, hidden);
    values.names.addAll(names);
    return values;
  }

  /** {@code vars.x} and {@code secrets.x}, as they are configured. */
  public Set<String> names() {
    return names;
  }

  public @Nullable String var(String name) {
    return vars.get(uniform(name));
  }

  public boolean hasSecret(String name) {
    return secrets.containsKey(uniform(name));
  }

  /** What stands for a secret in a URI. */
  public String reference(String secret) {
    return prefix + uniform(secret);
  }

  public boolean isReference(String text) {
    return text.startsWith(prefix);
  }

  /** The text with the placeholders that were written in the place of references. */
  public static String withoutReferences(String text) {
    return text.contains(PREFIX) ? REFERENCE.matcher(text).replaceAll("{{secrets.$1}}") : text;
  }

  /**
   * The value behind a reference, with or without its {@code #}; null when the text is none.
   *
   * @param reference see {@link #reference}
   */
  public @Nullable String reveal(String reference) {
    String text = reference.startsWith("#") ? reference : "#" + reference;
    return text.startsWith(prefix) ? secrets.get(text.substring(prefix.length())) : null;
  }

  /** The text with the values of variables that it holds given back as their placeholders. */
  public String unresolve(String text, Set<String> used) {
    String result = text;
    for (String name : used) {
      String value = var(name);
      if (value != null && !value.isBlank()) {
        // a short one stands for itself only: parts of words are not its value
        String quoted = Pattern.quote(value);
        String pattern =
            value.length() < SHORT ? "(?<![A-Za-z0-9])" + quoted + "(?![A-Za-z0-9])" : quoted;
        result = result.replaceAll(pattern, Matcher.quoteReplacement("{{vars." + name + "}}"));
      }
    }
    return result;
  }

  /** Variables of the environment cannot have dashes or capitals. */
  private static Map<String, String> uniform(Map<String, String> values) {
    Map<String, String> uniform = new TreeMap<>();
    values.forEach((name, value) -> uniform.put(uniform(name), value));
    return uniform;
  }

  private static String uniform(String name) {
    return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
  }
}
