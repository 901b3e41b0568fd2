package com.millyweb.hub.fake;

import java.util.HashMap;
import java.util.Map;

/** The places where chats keep files, all at one address. */
public final class FakeFiles extends FakeHttp {
  public static final String TELEGRAM_TOKEN = "4711:files-token";
  public static final String SLACK_TOKEN = "xoxb-files-token";
  private final Map<String, String> files = new HashMap<>();
  private String telegramPath = "photos/file_7.jpg";

  public static FakeFiles start() {
    return new FakeFiles();
  }

  /** Telegram names this path for every file. */
  public synchronized void telegramPath(String path) {
    telegramPath = path;
  }

  /** Something lies there. */
  public synchronized void put(String path, String content) {
    files.put(path, content);
  }

  @Override
  protected synchronized Answer work(Request request) {
    String path = request.path();
    if (path.equals("/bot" + TELEGRAM_TOKEN + "/getFile")) {
      return request.text().contains("\"gone\"")
          ? json(
              400,
              "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: file is too big\"}")
          : json(200, "{\"ok\":true,\"result\":{\"file_path\":\"%s\"}}".formatted(telegramPath));
    }
    if (path.startsWith("/files-pri/") || path.startsWith("/files.info")) {
      if (!("Bearer " + SLACK_TOKEN).equals(request.headers().get("Authorization"))) {
        return new Answer(200, "<html>Log in</html>", Map.of("Content-Type", "text/html"));
      }
      if (path.equals("/files.info?file=F7")) {
        String url = url() + "/files-pri/T1-F7/report.pdf";
        return json(200, "{\"ok\":true,\"file\":{\"url_private\":\"%s\"}}".formatted(url));
      }
    }
    String content = files.get(path);
    return content == null
        ? new Answer(404, "Not found", Map.of())
        : new Answer(200, content, Map.of("Content-Type", "application/octet-stream"));
  }

  private static Answer json(int status, String json) {
    return new Answer(status, json, Map.of("Content-Type", "application/json"));
  }
}
