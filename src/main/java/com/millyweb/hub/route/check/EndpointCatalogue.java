package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What is known of components: Camel's catalogue, and the entries of the hub's own. */
final class EndpointCatalogue {
  /** What routes have in the place of components that take hosts and names from headers. */
  private static final Map<String, String> INSTEAD =
      Map.of("docker", "container", "minio", "object");

  private static final String OWN = "classpath*:META-INF/com/millyweb/hub/**/*.json";

  private final CamelCatalog catalogue = new DefaultCamelCatalog(true);
  private final Set<String> available = new TreeSet<>();

  private final Reach reach;

  private EndpointCatalogue(Reach reach) {
    this.reach = reach;
  }

  static EndpointCatalogue load(Reach reach) {
    var loaded = new EndpointCatalogue(reach);
    loaded.addOwn();
    for (String name : loaded.catalogue.findComponentNames()) {
      if (loaded.isOnClassPath(name)
          && (OpenEndpoints.SCHEMES.contains(name) || reach.schemes().contains(name))) {
        loaded.available.add(name);
      }
    }
    return loaded;
  }

  private void addOwn() {
    try {
      for (Resource entry : new PathMatchingResourcePatternResolver().getResources(OWN)) {
        String json = entry.getContentAsString(StandardCharsets.UTF_8);
        if (json.contains("\"kind\": \"component\"")) {
          ComponentModel model = JsonMapper.generateComponentModel(json);
          catalogue.addComponent(model.getScheme(), model.getJavaType(), json);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The hub's catalogue entries cannot be read", e);
    }
  }

  private boolean isOnClassPath(String scheme) {
    return reach.classes().getResource("META-INF/services/org/apache/camel/component/" + scheme)
        != null;
  }

  void check(EndpointUse use, RouteOutline outline) {
    String scheme = use.scheme();
    if (scheme.startsWith("{{")) {
      // the setting names it, and what it names is judged when the endpoint is made
      return;
    }
    if (scheme.contains("{{") || scheme.contains("${") || scheme.isBlank()) {
      if (scheme.contains("${") || scheme.isBlank()) {
        outline.error(use.uri(), "An endpoint must start with the name of a component", null);
      }
      return;
    }
    if (!available.contains(scheme) && isOnClassPath(scheme)) {
      outline.error(
          use.uri(),
          "Component '%s' is not allowed in route files".formatted(scheme),
          INSTEAD.get(scheme));
    } else if (!available.contains(scheme)) {
      String message =
          catalogue.findComponentNames().contains(scheme)
              ? reach.missing(scheme)
              : "Unknown component '%s'".formatted(scheme);
      outline.error(use.uri(), message, Nearest.to(scheme, available));
    } else {
      options(use, scheme, outline);
    }
  }

  private void options(EndpointUse use, String scheme, RouteOutline outline) {
    ComponentModel model = catalogue.componentModel(scheme);
    Map<String, String> options = use.options();
    secrets(use, model, options, outline);
    boolean words = NoticeCheck.isWorded(use);
    boolean carried = isCarried(use);
    List<String> cut =
        options.keySet().stream()
            .filter(name -> options.get(name).contains("&"))
            .filter(name -> !carried || !use.parameters().containsKey(name))
            .toList();
    if (!cut.isEmpty()) {
      cut.forEach(
          name ->
              option(
                  use,
                  name,
                  outline,
                  "Option '%s' of '%s' must not contain '&', which ends an option: join conditions by a filter step"
                      .formatted(name, scheme),
                  null));
      return;
    }
    boolean consumer = use.role() == Role.CONSUMER;
    EndpointValidationResult result =
        catalogue.validateEndpointProperties(
            words ? NoticeCheck.uri(use) : decodedTwice(use), false, consumer, !consumer);
    boolean agent = isAgent(use, outline);
    Set<String> names =
        model.getEndpointOptions().stream()
            .filter(option -> "parameter".equals(option.getKind()))
            .filter(option -> !agent || !String.valueOf(option.getLabel()).contains("producer"))
            .map(BaseOptionModel::getName)
            .collect(Collectors.toSet());
    all(result.getUnknown())
        .forEach(
            name ->
                option(
                    use,
                    name,
                    outline,
                    agent
                        ? "Unknown key '%s' of an agent file".formatted(name)
                        : "Unknown option '%s' of component '%s'".formatted(name, scheme),
                    words ? NoticeCheck.meant(name) : Nearest.to(name, names)));
    all(result.getNotConsumerOnly())
        .forEach(
            name ->
                option(
                    use,
                    name,
                    outline,
                    agent
                        ? "Key '%s' is for 'to: agent:', not for an agent file".formatted(name)
                        : "Option '%s' of '%s' is for sending only".formatted(name, scheme),
                    null));
    all(result.getNotProducerOnly())
        .forEach(
            name ->
                option(
                    use,
                    name,
                    outline,
                    "Option '%s' of '%s' is for receiving only".formatted(name, scheme),
                    null));
    Set<String> known = new TreeSet<>(names);
    // some of http's can be set for one endpoint too, and its model does not say so
    model.getComponentOptions().forEach(option -> known.add(option.getName()));
    OptionCheck.query(use, all(result.getLenient()), known, outline);
    OptionCheck.literals(use, outline);
    all(result.getRequired())
        .forEach(
            name ->
                outline.error(
                    use.uri(), "Component '%s' needs '%s'".formatted(scheme, name), null));
    invalid(use, scheme, outline, "one of the choices", result.getInvalidEnum(), result);
    invalid(use, scheme, outline, "true or false", result.getInvalidBoolean(), Meant::bool);
    invalid(use, scheme, outline, "an integer", result.getInvalidInteger(), Meant::integer);
    invalid(use, scheme, outline, "a number", result.getInvalidNumber(), Meant::integer);
    invalid(use, scheme, outline, "a duration", result.getInvalidDuration(), Meant::duration);
  }

  private static void invalid(
      EndpointUse use,
      String scheme,
      RouteOutline outline,
      String rule,
      @Nullable Map<String, String> invalid,
      EndpointValidationResult result) {
    Map<String, String[]> choices =
        result.getInvalidEnumChoices() == null ? Map.of() : result.getInvalidEnumChoices();
    for (String name : invalid == null ? Set.<String>of() : invalid.keySet()) {
      Set<String> words = new TreeSet<>(List.of(choices.getOrDefault(name, new String[0])));
      String wanted = words.isEmpty() ? rule : "one of " + String.join(", ", words);
      invalid(
          use,
          scheme,
          outline,
          wanted,
          Map.of(name, invalid.get(name)),
          text -> Meant.choice(text, words));
    }
  }

  private static void invalid(
      EndpointUse use,
      String scheme,
      RouteOutline outline,
      String rule,
      @Nullable Map<String, String> invalid,
      Function<String, @Nullable String> meant) {
    if (invalid == null) {
      return;
    }
    invalid.forEach(
        (name, text) -> {
          if (!text.contains("{{") && !text.contains("${")) {
            option(
                use,
                name,
                outline,
                isAgent(use, outline)
                    ? "Key '%s' of an agent file must be %s, was: '%s'".formatted(name, rule, text)
                    : "Option '%s' of component '%s' must be %s, was: '%s'"
                        .formatted(name, scheme, rule, text),
                meant.apply(text));
          }
        });
  }

  /** Whether it stands for the file of an agent, which has keys for whoever writes it. */
  private static boolean isAgent(EndpointUse use, RouteOutline outline) {
    return outline.agent != null && use.role() == Role.CONSUMER;
  }

  /** The schemes that routes can use. */
  Set<String> available() {
    return available;
  }

  /** The component's model; null for an unknown scheme. */
  @Nullable ComponentModel model(String scheme) {
    return available.contains(scheme) ? catalogue.componentModel(scheme) : null;
  }

  private static void secrets(
      EndpointUse use, ComponentModel model, Map<String, String> options, RouteOutline outline) {
    for (var option : model.getEndpointOptions()) {
      String value = options.get(option.getName());
      // Camel calls names of users secret, too; they may be read
      boolean secret = option.isSecret() && !option.getName().equalsIgnoreCase("username");
      if (secret && value != null && !value.contains("{{")) {
        option(
            use,
            option.getName(),
            outline,
            "Secret option '%s' must not stand in the file: use {{a placeholder}}"
                .formatted(option.getName()),
            null);
      }
    }
  }

  /** Points at the option, be it in the URI or among the parameters. */
  private static void option(
      EndpointUse use,
      String name,
      RouteOutline outline,
      String message,
      @Nullable String suggestion) {
    Position at = OptionCheck.position(use, name, outline);
    outline.error(at, message, suggestion);
  }

  /** Whether its parameters are words, which are carried as they are written. */
  static boolean isCarried(EndpointUse use) {
    return WrittenOptions.areWordsOf(use.scheme(), use.role() == Role.CONSUMER)
        && use.role() != Role.DYNAMIC;
  }

  /** The URI with its parameters, as Camel writes it. */
  static String uri(EndpointUse use) {
    Map<String, String> options = use.options();
    String text = use.uri().getValue();
    if (!text.contains("?") && !options.isEmpty() && isCarried(use)) {
      options.replaceAll((name, value) -> OptionCheck.raw(value));
      return text + "?" + WrittenOptions.query(options);
    }
    return encoded(use);
  }

  /** The catalogue decodes options twice: once before it parts them, once each. */
  private static String decodedTwice(EndpointUse use) {
    String uri = encoded(use);
    int options = uri.indexOf('?') + 1;
    return uri.substring(0, options) + uri.substring(options).replace("%", "%25");
  }

  private static String encoded(EndpointUse use) {
    Map<String, String> options = use.options();
    String text = use.uri().getValue();
    int question = text.indexOf('?');
    String base = question < 0 ? text : text.substring(0, question);
    return options.isEmpty()
        ? base
        : options.entrySet().stream()
            .map(
                option ->
                    option.getKey()
                        + "="
                        + (use.parameters().containsKey(option.getKey())
                            ? URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8)
                            : option.getValue()))
            .collect(Collectors.joining("&", base + "?", ""));
  }

  private static Set<String> all(@Nullable Set<?> names) {
    return names == null
        ? Set.of()
        : names.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
  }
}
