package com.millyweb.hub.service.pigeon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pins up notes, changes them, and keeps what was whispered. */
final class FakeLoft implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<JsonNode> notes = new ArrayList<>();
  private final List<JsonNode> whispers = new ArrayList<>();

  FakeLoft() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  /** As they hang there now, the first one first; the index is the note's id. */
  synchronized List<JsonNode> notes() {
    return List.copyOf(notes);
  }

  synchronized List<String> whispers(String band) {
    return whispers.stream()
        .filter(whisper -> whisper.path("band").asText().equals(band))
        .map(whisper -> whisper.path("text").asText())
        .toList();
  }

  private void serve(HttpExchange http) throws IOException {
    String answer = keep(http.getRequestURI().getPath(), JSON.readTree(http.getRequestBody()));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(200, body.length);
    http.getResponseBody().write(body);
    http.close();
  }

  private synchronized String keep(String path, JsonNode body) {
    int id = notes.size();
    if (path.equals("/whispers")) {
      whispers.add(body);
    } else if (path.equals("/notes")) {
      notes.add(body);
    } else {
      id = Integer.parseInt(path.substring("/notes/".length()));
      notes.set(id, body);
    }
    return "{\"id\":%d}".formatted(id);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
