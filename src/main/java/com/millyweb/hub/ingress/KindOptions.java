package com.millyweb.hub.ingress;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.unit.DataSize;

/**
 * What the file of a kind says of its door: the options of {@code door:<kind>}.
 *
 * @param maxSize the largest body, where the source does not say another
 * @param content what a body may be, as far as its content type tells; by default what the steps
 *     take
 * @param formField the field of a form that holds the JSON; without it no form holds any
 * @param rateStatus the answer over a rate limit: 429, or 503 where a sender takes a 429 for a
 *     final no
 * @param tokenInQuery whether a source may say that the token stands in the query
 * @param anyMethod whether a source may say that any method will do
 * @param catchUp whether the sender can be asked for what did not arrive
 * @param hmac how the sender signs; null where each source says it
 */
@UriParams
public record KindOptions(
    @UriParam(
            label = "door",
            javaType = "java.lang.String",
            defaultValue = "1MB",
            description = "The largest body, where the source does not say another.")
        @DefaultValue("1MB")
        DataSize maxSize,
    @UriParam(
            label = "door",
            enums = "json,json-or-form,text",
            description =
                "What a body may be: JSON, JSON or a form, or any text (JSON, forms, multipart, text). Anything else is answered 415 before it is read. By default the steps see to that.")
        @Nullable Content content,
    @UriParam(
            label = "door",
            description = "The field of a form that holds the JSON, such as payload.")
        @Nullable String formField,
    @UriParam(
            label = "door",
            enums = "429,503",
            defaultValue = "429",
            description =
                "The answer over a rate limit: 503 for a sender that gives up at 429, or lets all that is younger wait behind it.")
        @DefaultValue("429")
        int rateStatus,
    @UriParam(
            label = "door",
            description =
                "Whether a source of the kind may be sent its token in the query (token-in-query).")
        @DefaultValue("false")
        boolean tokenInQuery,
    @UriParam(
            label = "door",
            description = "Whether a source of the kind may take any method (method: any).")
        @DefaultValue("false")
        boolean anyMethod,
    @UriParam(
            label = "door",
            description =
                "Whether the sender can be asked for what did not arrive (catch-up); as of now GitHub's API only.")
        @DefaultValue("false")
        boolean catchUp,
    @UriParam @Nullable HmacProperties hmac,
    @UriParam @DefaultValue EventOptions event) {

  /** What a kind has that says nothing. */
  static final KindOptions NONE = of(Map.of());

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  /** What a body may be. */
  public enum Content {
    JSON,
    JSON_OR_FORM,
    TEXT
  }

  public KindOptions {
    if (rateStatus != TOO_MANY_REQUESTS && rateStatus != SERVICE_UNAVAILABLE) {
      throw new IllegalArgumentException("rateStatus must be 429 or 503, was: " + rateStatus);
    }
  }

  /**
   * @param written the options as they stand in the file; what is no option of a kind is left out
   * @throws IllegalArgumentException when a value is none of its option
   */
  static KindOptions of(Map<String, ?> written) {
    Map<String, Object> options = new HashMap<>();
    written.forEach(
        (name, value) -> {
          String path = path(name);
          if (path != null) {
            options.put(path, String.valueOf(value));
          }
        });
    try {
      return new Binder(new MapConfigurationPropertySource(options))
          .bindOrCreate("kind", KindOptions.class);
    } catch (BindException e) {
      throw new IllegalArgumentException(reason(e));
    }
  }

  /** The rule that was broken, and the value that broke it. */
  private static String reason(BindException e) {
    String rule = String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    String value = e.getProperty() == null ? "" : "'%s'".formatted(e.getProperty().getValue());
    return rule.contains(value) ? rule : "%s, was: %s".formatted(rule, value);
  }

  boolean isToldToComeLater() {
    return rateStatus == SERVICE_UNAVAILABLE;
  }

  static boolean isOption(String name) {
    return path(name) != null;
  }

  /** Hash and event are parts of their own here; in the file all options stand side by side. */
  private static @Nullable String path(String name) {
    if (has(HmacProperties.class, name)) {
      return "kind.hmac." + name;
    }
    if (has(EventOptions.class, name)) {
      return "kind.event." + name;
    }
    boolean part = name.equals("hmac") || name.equals("event");
    return !part && has(KindOptions.class, name) ? "kind." + name : null;
  }

  private static boolean has(Class<?> part, String name) {
    return Arrays.stream(part.getRecordComponents())
        .anyMatch(component -> component.getName().equals(name));
  }
}
