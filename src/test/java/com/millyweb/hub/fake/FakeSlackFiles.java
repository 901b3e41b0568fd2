package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Slack's files: a place is asked for, filled, and then shown. */
final class FakeSlackFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, FakeSlack.File> files = new LinkedHashMap<>();
  private boolean refused;
  private int count;

  synchronized List<FakeSlack.File> shown() {
    return files.values().stream().filter(file -> file.channel() != null).toList();
  }

  synchronized void refuse() {
    refused = true;
  }

  synchronized void fill(String id, byte[] bytes) {
    FakeSlack.File file = files.get(id);
    String content = new String(bytes, StandardCharsets.UTF_8);
    files.put(id, new FakeSlack.File(file.name(), file.length(), content, null, null));
  }

  synchronized JsonNode call(String method, JsonNode body, String origin) throws IOException {
    if (refused) {
      return ((ObjectNode) FakeSlack.error("missing_scope")).put("needed", "files:write");
    }
    ObjectNode ok = JsonNodeFactory.instance.objectNode().put("ok", true);
    switch (method) {
      case "files.getUploadURLExternal" -> {
        String id = "F" + ++count;
        String name = body.path("filename").asText();
        int length = body.path("length").asInt();
        if (length == 0 || name.isEmpty()) {
          return FakeSlack.error("invalid_arguments");
        }
        files.put(id, new FakeSlack.File(name, length, "", null, null));
        return ok.put("upload_url", origin + "/upload/" + id).put("file_id", id);
      }
      case "files.completeUploadExternal" -> {
        return show(body) ? ok : FakeSlack.error("channel_not_found");
      }
      default -> {
        boolean there = files.remove(body.path("file").asText()) != null;
        return there ? ok : FakeSlack.error("file_not_found");
      }
    }
  }

  /** Only the id of a channel will do, not its name. */
  private boolean show(JsonNode body) throws IOException {
    String channel = body.path("channel_id").asText();
    String id = JSON.readTree(body.path("files").asText()).path(0).path("id").asText();
    FakeSlack.File file = files.get(id);
    if (file == null
        || file.content().getBytes(StandardCharsets.UTF_8).length != file.length()
        || !channel.startsWith("C") && !channel.startsWith("D")) {
      return false;
    }
    String thread = body.path("thread_ts").asText(null);
    files.put(id, new FakeSlack.File(file.name(), file.length(), file.content(), channel, thread));
    return true;
  }
}
