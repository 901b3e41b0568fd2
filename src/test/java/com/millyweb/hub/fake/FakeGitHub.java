package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitHub's memory of a webhook's deliveries, over a real socket, in pages, with its refusals. */
public final class FakeGitHub implements AutoCloseable {
  public static final String TOKEN = "ghp_token_of_the_tests_0123456789";
  public static final String HOOK = "repos/ann/garden/hooks/42";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH = Pattern.compile("/" + HOOK + "/deliveries(?:/(?<id>\\d+))?");
  private static final Pattern CURSOR = Pattern.compile("cursor=v1_(\\d+)");

  private record Delivery(
      long id, String guid, String event, Instant at, int status, String payload) {}

  private record Refusal(int status, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private final Set<String> forgotten = new HashSet<>();
  private final Set<String> failing = new HashSet<>();
  private int pageSize = 100;

  private FakeGitHub(HttpServer server) {
    this.server = server;
  }

  public static FakeGitHub start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeGitHub github = new FakeGitHub(server);
      server.setExecutor(github.workers);
      server.createContext("/", github::answer);
      server.start();
      return github;
    } catch (IOException e) {
      throw new IllegalStateException("No fake GitHub", e);
    }
  }

  /** For {@code catch-up.base-url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
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
  public synchronized FakeGitHub refuse(int status, Map<String, String> headers) {
    refusals.add(new Refusal(status, headers));
    return this;
  }

  /** Path and query of all requests. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private synchronized void answer(HttpExchange http) throws IOException {
    requests.add(http.getRequestURI().toString());
    Refusal refusal = refusals.poll();
    Matcher path = PATH.matcher(http.getRequestURI().getPath());
    String login = http.getRequestHeaders().getFirst("Authorization");
    if (refusal != null) {
      refusal.headers().forEach(http.getResponseHeaders()::set);
      write(http, refusal.status(), "{\"message\":\"refused\"}");
    } else if (!("Bearer " + TOKEN).equals(login)) {
      write(http, 401, "{\"message\":\"Bad credentials\"}");
    } else if (!path.matches()) {
      write(http, 404, "{\"message\":\"Not Found\"}");
    } else if (path.group("id") == null) {
      write(http, 200, page(http));
    } else {
      long id = Long.parseLong(path.group("id"));
      Delivery delivery =
          deliveries.stream()
              .filter(known -> known.id() == id && !forgotten.contains(known.guid()))
              .findFirst()
              .orElse(null);
      if (delivery != null && failing.contains(delivery.guid())) {
        write(http, 502, "{\"message\":\"Server Error\"}");
        return;
      }
      write(
          http,
          delivery == null ? 404 : 200,
          delivery == null ? "{\"message\":\"Not Found\"}" : detail(delivery));
    }
  }

  /** The newest first; the next page is named in the header Link. */
  private String page(HttpExchange http) {
    Matcher cursor = CURSOR.matcher(String.valueOf(http.getRequestURI().getQuery()));
    int skipped = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
    ArrayNode page = JSON.createArrayNode();
    for (int i = skipped; i < Math.min(deliveries.size(), skipped + pageSize); i++) {
      page.add(summary(deliveries.get(deliveries.size() - 1 - i)));
    }
    if (skipped + pageSize < deliveries.size()) {
      http.getResponseHeaders()
          .set(
              "Link",
              "<https://api.github.example/repositories/1/hooks/42/deliveries?per_page=100&cursor=v1_%d>; rel=\"next\""
                  .formatted(skipped + pageSize));
    }
    return page.toString();
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

  private static void write(HttpExchange http, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }
}
