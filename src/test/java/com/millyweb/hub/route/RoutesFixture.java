package com.millyweb.hub.route;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A hub on a folder of routes that tests write to. */
public final class RoutesFixture implements AutoCloseable {
  final Path folder;
  final TestDatabase database;
  private final HttpClient http = HttpClient.newHttpClient();
  private HubFixture hub;

  private RoutesFixture(Path folder, TestDatabase database) {
    this.folder = folder;
    this.database = database;
  }

  static RoutesFixture prepare() {
    try {
      return new RoutesFixture(Files.createTempDirectory("routes"), TestDatabase.create());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  RoutesFixture write(String file, String content) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete(String file) throws IOException {
    Files.delete(folder.resolve(file));
  }

  /** Starts the hub; edits are taken up by {@link #rescan} only. */
  RoutesFixture start() {
    return start(Map.of("hub.route.watch", "false", "hub.route.drain", "2s"));
  }

  RoutesFixture start(Map<String, String> properties) {
    hub = HubFixture.start(database, folder, properties);
    return this;
  }

  HubFixture hub() {
    return hub;
  }

  RouteFiles files() {
    return hub.bean(RouteFiles.class);
  }

  void rescan() {
    files().rescan();
  }

  RouteFile file(String file) {
    return files().find(file).orElseThrow();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(hub.url() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Answers GET on a path with a text. */
  public static String door(String name, String path, String answer) {
    return """
        - route:
            id: ingress.%s
            description: Answers with a text.
            from:
              uri: platform-http:%s
              steps:
                - setBody:
                    constant: "%s"
        """
        .formatted(name, path, answer);
  }

  @Override
  public void close() {
    if (hub != null) {
      hub.close();
    }
  }
}
