package com.millyweb.hub.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Deliveries that wait until they are due, all at once, and how fast a flow takes them. */
record Backlog(PackagedHub hub) {
  private static final int BATCH = 1000;

  /**
   * @param distinct how many different texts the events are
   */
  void load(String name, int count, int distinct, Instant due) throws IOException {
    List<String> items =
        IntStream.range(0, count).mapToObj(n -> "\"%d\"".formatted(n % distinct)).toList();
    post("load-" + name, items, due);
  }

  /** In requests of {@link #BATCH} items, each an event of the source {@code e2e}. */
  void post(String type, List<String> items, Instant due) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", hub.port)) {
      byte[] answer = new byte[4096];
      for (int from = 0; from < items.size(); from += BATCH) {
        List<String> batch = items.subList(from, Math.min(items.size(), from + BATCH));
        byte[] body =
            "{\"type\":\"%s\",\"at\":\"%s\",\"items\":[%s]}"
                .formatted(type, due, batch.stream().collect(Collectors.joining(",")))
                .getBytes(StandardCharsets.UTF_8);
        socket
            .getOutputStream()
            .write(
                Requests.post(
                    "/hooks/e2e", body, "Authorization: Bearer " + PackagedHub.SECRET + "\r\n"));
        if (socket.getInputStream().read(answer) < 0) {
          throw new IOException("The hub closed the connection");
        }
      }
    }
  }

  /** Deliveries per second, from the first that began to the last that ended. */
  double drained(String name, int count) throws Exception {
    return awaited(
        name,
        count,
        """
        select count(*), extract(epoch from max(h.ended_at) - min(coalesce(h.started_at, h.ended_at)))
        from delivery_history h join subscription s on s.id = h.subscription where s.name = ?
        """);
  }

  /** Waits until this number of deliveries is there, due or not. */
  void awaitWaiting(String name, int count) throws Exception {
    awaited(
        name,
        count,
        """
        select count(*), 1
        from delivery d join subscription s on s.id = d.subscription where s.name = ?
        """);
  }

  private double awaited(String name, int count, String sql) throws Exception {
    try (Connection connection = hub.database();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "flow.bench-drain-" + name);
      for (int i = 0; i < 300; i++) {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          if (row.getLong(1) >= count) {
            return count / row.getDouble(2);
          }
        }
        Thread.sleep(500);
      }
      throw new IllegalStateException(name + " was not drained within 150 s");
    }
  }
}
