package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.http.AnswerMissing;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.SendFailed;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://docs.slack.dev/messaging/working-with-files#uploading_files">Files in Slack</a>:
 * a place is asked for and filled, and only then is the file shown in a channel.
 */
final class SlackUpload {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final SlackApi api;
  private final SlackHosts hosts;
  private final SlackDestination.Bot bot;

  SlackUpload(SlackApi api, SlackHosts hosts, SlackDestination.Bot bot) {
    this.api = api;
    this.hosts = hosts;
    this.bot = bot;
  }

  /** Returns what Slack calls the file: channel and file. */
  JsonNode send(SlackFile file, String channel, @Nullable String thread) throws IOException {
    String id = place(file);
    Map<String, String> shown = new LinkedHashMap<>();
    var named = List.of(new SlackRequest.UploadedFile(id, file.name()));
    shown.put("files", new String(NoticeJson.bytes(named), StandardCharsets.UTF_8));
    shown.put("channel_id", channel);
    if (thread != null) {
      shown.put("thread_ts", thread);
    }
    call("files.completeUploadExternal", shown);
    return JsonNodeFactory.instance.objectNode().put("channel", channel).put("file", id);
  }

  void delete(JsonNode remote) throws IOException {
    call("files.delete", Map.of("file", remote.path("file").asText()));
  }

  /** Nobody sees the file yet: what goes unanswered here is tried again without doubt. */
  private String place(SlackFile file) throws IOException {
    byte[] content = file.bytes();
    try {
      JsonNode place =
          call(
              "files.getUploadURLExternal",
              Map.of("filename", file.name(), "length", String.valueOf(content.length)));
      URI url =
          hosts
              .files(place.path("upload_url").asText())
              .orElseThrow(
                  () -> new SendFailed("Slack named a place for a file that is not its own", null));
      api.upload(url, content);
      return place.path("file_id").asText();
    } catch (AnswerMissing e) {
      throw new SendFailed("File %s: %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  private JsonNode call(String method, Map<String, String> form) throws IOException {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return api.call(bot, method, FORM, body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
