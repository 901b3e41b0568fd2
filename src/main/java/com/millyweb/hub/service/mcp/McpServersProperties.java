package com.millyweb.hub.service.mcp;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * MCP servers whose tools are tools of the hub.
 *
 * @param servers by the names that their tools begin with
 */
@ConfigurationProperties("hub.mcp")
record McpServersProperties(@DefaultValue Map<String, Server> servers) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,23}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * @param url of its endpoint for streamable HTTP; the egress guard lets the hub call it
   * @param token sent as bearer token; null for none
   * @param tags by which agents are given its tools
   * @param tools names of those that are taken, which are accepted when they first appear; empty
   *     for all
   * @param readOnly names of those that are known to change nothing
   * @param timeout for an answer, 1s to 10m
   */
  record Server(
      @Nullable String url,
      @Nullable Secret token,
      @DefaultValue List<String> tags,
      @DefaultValue List<String> tools,
      @DefaultValue List<String> readOnly,
      @DefaultValue("1m") Duration timeout) {
    URI address(String name) {
      return HttpUrl.of(url == null ? "" : url, "hub.mcp.servers.%s.url".formatted(name));
    }
  }

  McpServersProperties {
    servers = new TreeMap<>(servers);
    servers.forEach(
        (name, server) -> {
          // ask-<agent> is an agent
          if (!NAME.matcher(name).matches() || name.equals("ask")) {
            throw new IllegalArgumentException(
                "hub.mcp.servers: a name must be a small letter and up to 23 small letters, digits and '-', and not 'ask', was: '%s'"
                    .formatted(name));
          }
          server.address(name);
          if (server.timeout().compareTo(SHORTEST) < 0 || server.timeout().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                "hub.mcp.servers.%s.timeout must be 1s to 10m, was: %s"
                    .formatted(name, server.timeout()));
          }
        });
  }
}
