package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** GitHub's memory of a webhook's deliveries, over a real socket, in pages, with its refusals. */
public final class FakeGitHub extends FakeHttp {
  public static final String TOKEN = "ghp_token_of_the_tests_0123456789";
  public static final String HOOK = "repos/ann/garden/hooks/42";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH = Pattern.compile("/" + HOOK + "/deliveries(?:/(?<id>\\d+))?");
  private static final Pattern CURSOR = Pattern.compile("cursor=v1_(\\d+)");

  private record Delivery(
      long id, String guid, String event, Instant at, int status, String payload) {}

  private final List<Delivery> deliveries = new ArrayList<>();
  private final Set<String> forgotten = new HashSet<>();
  private final Set<String> failing = new HashSet<>();
  private int pageSize = 100;

  public static FakeGitHub start() {
    return new FakeGitHub();
  }

  /**
   * A delivery was tried.
   *
   * @param status what the hub answered; 0 for nothing
   */
  public synchronized FakeGitHub tried(
      String guid, String event, Instant at, int status, String payload) {
    deliveries.add(
        new Delivery(900_000_000_000L + deliveries.size(), guid, event, at, status, payload));
    return this;
  }

  /** It is still listed, and cannot be asked for any more. */
  public synchronized FakeGitHub forgets(String guid) {
    forgotten.add(guid);
    return this;
  }

  /** It is listed, and asking for it is answered 502. */
  public synchronized FakeGitHub fails(String guid) {
    failing.add(guid);
    return this;
  }

  public synchronized FakeGitHub recovers() {
    failing.clear();
    return this;
  }

  public synchronized FakeGitHub pagesOf(int size) {
    pageSize = size;
    return this;
  }

  /** The next request is refused. */
  public FakeGitHub refuse(int status, Map<String, String> headers) {
    String[] pairs =
        headers.entrySet().stream()
            .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
            .toArray(String[]::new);
    next(status, "{\"message\":\"refused\"}", pairs);
    return this;
  }

  /** Path and query of all requests. */
  public List<String> requests() {
    return received().stream().map(Request::path).toList();
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    Matcher path = PATH.matcher(request.route());
    if (!("Bearer " + TOKEN).equals(request.header("Authorization"))) {
      return error(401, "Bad credentials");
    }
    if (!path.matches()) {
      return error(404, "Not Found");
    }
    if (path.group("id") == null) {
      return page(request);
    }
    long id = Long.parseLong(path.group("id"));
    Delivery delivery =
        deliveries.stream()
            .filter(known -> known.id() == id && !forgotten.contains(known.guid()))
            .findFirst()
            .orElse(null);
    if (delivery == null) {
      return error(404, "Not Found");
    }
    return failing.contains(delivery.guid())
        ? error(502, "Server Error")
        : Answer.json(200, detail(delivery));
  }

  /** The newest first; the next page is named in the header Link. */
  private Answer page(Request request) {
    Matcher cursor = CURSOR.matcher(request.query());
    int skipped = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
    ArrayNode page = JSON.createArrayNode();
    for (int i = skipped; i < Math.min(deliveries.size(), skipped + pageSize); i++) {
      page.add(summary(deliveries.get(deliveries.size() - 1 - i)));
    }
    if (skipped + pageSize >= deliveries.size()) {
      return Answer.json(200, page.toString());
    }
    String next =
        "<https://api.github.example/repositories/1/hooks/42/deliveries?per_page=100&cursor=v1_%d>; rel=\"next\""
            .formatted(skipped + pageSize);
    return new Answer(
        200,
        page.toString(),
        Map.of("Content-Type", "application/json; charset=utf-8", "Link", next));
  }

  private static ObjectNode summary(Delivery delivery) {
    return JSON.createObjectNode()
        .put("id", delivery.id())
        .put("guid", delivery.guid())
        .put("delivered_at", delivery.at().toString())
        .put("redelivery", false)
        .put("duration", 0.27)
        .put("status", delivery.status() == 0 ? "timed out" : "" + delivery.status())
        .put("status_code", delivery.status())
        .put("event", delivery.event())
        .putNull("action")
        .putNull("installation_id")
        .put("repository_id", 1);
  }

  private static String detail(Delivery delivery) throws IOException {
    ObjectNode detail = summary(delivery).put("url", "https://hub.example/hooks/github");
    String text = JSON.writeValueAsString(detail);
    // the payload stands among other fields, and is to be taken as it is
    return text.substring(0, text.length() - 1)
        + ",\"request\":{\"headers\":{\"X-GitHub-Event\":\"%s\",\"payload\":\"no\"},\"payload\":%s},"
            .formatted(delivery.event(), delivery.payload())
        + "\"response\":{\"headers\":{},\"payload\":\"\"}}";
  }

  private static Answer error(int status, String message) {
    return Answer.json(status, "{\"message\":\"%s\"}".formatted(message));
  }
}
