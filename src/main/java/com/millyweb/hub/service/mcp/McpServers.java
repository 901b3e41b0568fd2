package com.millyweb.hub.service.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbes;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tools;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The MCP servers of the configuration: looks at each every 5 minutes, and at what is away sooner.
 */
@Component
public final class McpServers implements HealthProbes, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(McpServers.class);

  /** That a tool is not the one that was accepted. */
  static final String CHANGED = "mcp.tool.changed";

  private static final Duration BETWEEN = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 4 << 20;
  private static final int SHOWN = 1_000;

  private final Map<String, McpServer> servers = new TreeMap<>();
  private final EventLog events;
  private final ObjectMapper json;
  private final Clock clock;
  private @Nullable ScheduledExecutorService looking;

  McpServers(
      McpServersProperties properties,
      HubProperties hub,
      OutgoingHttp http,
      Tools tools,
      EventLog events,
      ObjectMapper json,
      Clock clock) {
    this.events = events;
    this.json = json;
    this.clock = clock;
    properties
        .servers()
        .forEach(
            (name, server) -> {
              URI url = server.address(name);
              OutgoingHttp client = http.trusting(List.of(url), server.timeout(), MOST_BYTES);
              servers.put(
                  name,
                  new McpServer(
                      name,
                      server,
                      new McpConnection(name, url, server.token(), client),
                      AcceptedTools.read(hub.home(), name, url),
                      tools));
            });
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void start() {
    if (!servers.isEmpty() && looking == null) {
      looking = Executors.newSingleThreadScheduledExecutor(McpServers::thread);
      looking.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    for (McpServer server : servers.values()) {
      try {
        if (server.isDue(clock.instant())) {
          look(server);
        }
      } catch (RuntimeException e) {
        log.error("The MCP server '{}' could not be looked at", server.name(), e);
      }
    }
  }

  private void look(McpServer server) {
    for (McpServer.Change change : server.look(clock.instant())) {
      log.warn(
          "Tool '{}' of the MCP server '{}' {} and is withheld until an operator accepts it",
          change.tool().name(),
          server.name(),
          change.isNew() ? "is new" : "is another one than was accepted");
      try {
        events.appendNow(event(server, change), PATIENCE);
      } catch (EventLogUnavailable e) {
        log.warn("The event {} was not stored: {}", CHANGED, e.getMessage());
      }
    }
  }

  private NewEvent event(McpServer server, McpServer.Change change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("server", server.name());
    data.put("tool", change.tool().name());
    data.put("change", change.isNew() ? "new" : "changed");
    data.put(
        "description",
        Truncate.to(VisibleText.of(change.tool().said().path("description").asText()), SHOWN));
    data.put("hash", change.tool().hash());
    try {
      return NewEvent.json(CHANGED, "hub", json.writeValueAsBytes(data))
          .withSubject("%s/%s".formatted(server.name(), change.tool().name()))
          // a hub that starts again sees it again
          .withKey("mcp/%s/%s".formatted(server.name(), change.tool().hash()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By name. */
  public List<McpServerStatus> list() {
    return servers.values().stream().map(McpServer::status).toList();
  }

  public Optional<McpServerStatus> find(String name) {
    return Optional.ofNullable(servers.get(name)).map(McpServer::status);
  }

  /**
   * Accepts the tools of a server as they were read last.
   *
   * @param state of what was read
   * @return false when it is another one by now, or there is no such server
   */
  public boolean accept(String name, String state) {
    McpServer server = servers.get(name);
    return server != null && server.accept(state);
  }

  /** Reads the tools of a server now. */
  public void refresh(String name) {
    McpServer server = servers.get(name);
    if (server != null) {
      look(server);
    }
  }

  @Override
  public List<HealthProbe> probes() {
    return List.copyOf(servers.values());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "mcp-servers");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void destroy() {
    if (looking != null) {
      looking.shutdownNow();
    }
    servers.values().forEach(McpServer::close);
  }
}
