package com.millyweb.hub.service.pigeon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fake.FakeHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Pins up notes, changes them, and keeps what was whispered. */
final class FakeLoft extends FakeHttp {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> notes = new ArrayList<>();
  private final List<JsonNode> whispers = new ArrayList<>();

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

  @Override
  protected Answer work(Request request) throws IOException {
    return Answer.json(200, keep(request.path(), JSON.readTree(request.body())));
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
}
