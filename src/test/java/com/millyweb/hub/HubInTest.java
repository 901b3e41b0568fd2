package com.millyweb.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole hub on free ports, with a home, a routes folder and a database of its own. */
public final class HubInTest implements AutoCloseable {
  public static final String ADMIN_TOKEN = "hub_test-admin-token";

  private final ConfigurableApplicationContext context;
  private final TestDatabase database;

  private HubInTest(ConfigurableApplicationContext context, TestDatabase database) {
    this.context = context;
    this.database = database;
  }

  /** Starts the hub with the project's own routes. */
  public static HubInTest start(Map<String, String> properties) {
    return start(Path.of("routes"), properties);
  }

  public static HubInTest start(Path routes, Map<String, String> properties) {
    return start(TestDatabase.create(), routes, properties);
  }

  /** Starts the hub on a database that another hub has, or had. */
  public static HubInTest start(
      TestDatabase database, Path routes, Map<String, String> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put("hub.home", temporaryHome().toString());
    all.put("hub.routes", routes.toString());
    // the folder of a test is complete
    all.put("hub.route.packaged", "false");
    all.put("hub.port", "0");
    all.put("hub.management-port", "0");
    all.put("hub.admin-token", ADMIN_TOKEN);
    all.put("hub.db.url", database.url());
    all.put("hub.db.user", database.user());
    all.put("hub.db.password", database.password());
    all.putAll(properties);
    // null takes a default of this class away
    all.values().removeIf(value -> value == null);
    String[] arguments =
        all.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    return new HubInTest(new SpringApplicationBuilder(Hub.class).run(arguments), database);
  }

  /** Base URL of the public port, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  /** Base URL of the management port. */
  public String managementUrl() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port");
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public TestDatabase database() {
    return database;
  }

  @Override
  public void close() {
    context.close();
  }

  private static Path temporaryHome() {
    try {
      return Files.createTempDirectory("hub-test");
    } catch (IOException e) {
      throw new IllegalStateException("No temporary home", e);
    }
  }
}
