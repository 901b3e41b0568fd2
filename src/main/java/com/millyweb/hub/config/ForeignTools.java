package com.millyweb.hub.config;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tools that are no routes: those of the configured MCP servers. What they are called is known only
 * when the servers answer; before, only what their names begin with.
 */
@Component
public final class ForeignTools {
  private final Map<String, Server> servers;

  ForeignTools(Environment environment) {
    servers = read(environment);
  }

  /** Those of a configuration; none where it cannot be read, which is told at a start. */
  public static ForeignTools of(Environment environment) {
    return new ForeignTools(environment);
  }

  /**
   * @param tags of all its tools
   */
  record Server(@DefaultValue List<String> tags) {}

  private static Map<String, Server> read(Environment environment) {
    try {
      return Binder.get(environment)
          .bind("hub.mcp.servers", Bindable.mapOf(String.class, Server.class))
          .orElse(Map.of());
    } catch (BindException e) {
      return Map.of();
    }
  }

  /** Whether a name, a tag or a pattern may be about one of them. */
  public boolean mayFit(String pattern) {
    return servers.entrySet().stream()
        .anyMatch(
            server ->
                server.getKey().equals(pattern)
                    || server.getValue().tags().contains(pattern)
                    || mayBegin(pattern, server.getKey() + "-"));
  }

  private static boolean mayBegin(String pattern, String prefix) {
    int star = pattern.indexOf('*');
    String begin = star < 0 ? pattern : pattern.substring(0, star);
    return begin.startsWith(prefix) || star >= 0 && prefix.startsWith(begin);
  }
}
