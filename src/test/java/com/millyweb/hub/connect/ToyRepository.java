package com.millyweb.hub.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A Maven repository with one component, under a name of Camel's catalogue. It is compiled here,
 * needs a library of its own, and what is in the hub's jar.
 */
final class ToyRepository implements AutoCloseable {
  static final String NAME = "chatscript";

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final HttpServer server;

  ToyRepository(String camelVersion) throws Exception {
    Path classes = compile();
    put(
        "org/example/words/1/words-1",
        pom("org.example", "words", "1", "MIT", ""),
        jar(classes, "org/example/words", Map.of()));
    put(
        "org/apache/camel/camel-%s/%s/camel-%1$s-%2$s".formatted(NAME, camelVersion),
        pom(
            "org.apache.camel",
            "camel-" + NAME,
            camelVersion,
            "Apache-2.0",
            dependency("org.apache.camel", "camel-support", camelVersion)
                + dependency("org.example", "words", "1")),
        jar(
            classes,
            "org/apache/camel/component/chatscript",
            Map.of(
                "META-INF/services/org/apache/camel/component/" + NAME,
                "class=org.apache.camel.component.chatscript.ToyComponent\n")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  /** The library is another one than its checksum says. */
  void spoilTheLibrary() {
    byte[] jar = files.get("/org/example/words/1/words-1.jar").clone();
    jar[jar.length - 1] ^= 1;
    files.put("/org/example/words/1/words-1.jar", jar);
  }

  void takeTheChecksumsAway() {
    files.keySet().removeIf(name -> name.endsWith(".jar.sha1"));
  }

  private void put(String path, byte[] pom, byte[] jar) throws Exception {
    file("/" + path + ".pom", pom);
    file("/" + path + ".jar", jar);
  }

  private void file(String path, byte[] content) throws Exception {
    files.put(path, content);
    byte[] sum = MessageDigest.getInstance("SHA-1").digest(content);
    files.put(path + ".sha1", HexFormat.of().formatHex(sum).getBytes(StandardCharsets.US_ASCII));
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      byte[] content = files.get(http.getRequestURI().getPath());
      http.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
      if (content != null) {
        http.getResponseBody().write(content);
      }
    }
  }

  private static byte[] pom(
      String group, String artifact, String version, String licence, String dependencies) {
    return """
    <project><modelVersion>4.0.0</modelVersion>
    <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
    <licenses><license><name>%s</name></license></licenses>
    <dependencies>%s</dependencies></project>
    """
        .formatted(group, artifact, version, licence, dependencies)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String dependency(String group, String artifact, String version) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
        .formatted(group, artifact, version);
  }

  private static Path compile() throws IOException {
    Path sources = Files.createTempDirectory("toy");
    Path classes = Files.createDirectory(sources.resolve("classes"));
    Path words =
        Files.writeString(
            sources.resolve("Words.java"),
            """
            package org.example.words;
            public class Words {
              public static String loud(String text) { return text.toUpperCase() + "!"; }
            }
            """);
    Path toy =
        Files.writeString(
            sources.resolve("ToyComponent.java"),
            """
            package org.apache.camel.component.chatscript;
            import java.util.Map;
            import org.apache.camel.*;
            import org.apache.camel.support.*;
            public class ToyComponent extends DefaultComponent {
              protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> all) {
                return new DefaultEndpoint(uri, this) {
                  public Producer createProducer() {
                    return new DefaultProducer(this) {
                      public void process(Exchange exchange) {
                        Message message = exchange.getMessage();
                        message.setBody(
                            org.example.words.Words.loud(message.getBody(String.class)));
                      }
                    };
                  }
                  public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                  }
                };
              }
            }
            """);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                words.toString(),
                toy.toString());
    if (code != 0) {
      throw new IllegalStateException("The toy does not compile");
    }
    return classes;
  }

  private static byte[] jar(Path classes, String folder, Map<String, String> more)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes);
        Stream<Path> found = Files.list(classes.resolve(folder))) {
      for (Path file : List.copyOf(found.toList())) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
      }
      for (var entry : new TreeMap<>(more).entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
