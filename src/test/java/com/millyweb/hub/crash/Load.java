package com.millyweb.hub.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Senders at a door. Every second one has delivery keys, and repeats what got no 2xx until it gets
 * one; the others go on to their next event.
 */
final class Load implements AutoCloseable {
  /** In the place of a status. */
  static final int NO_ANSWER = 0;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI door;
  private final String name;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean ended;

  /**
   * @param key null for an event without delivery key
   */
  record Accepted(UUID id, @Nullable String key, boolean duplicate) {}

  private record Answer(long nanos, int status) {}

  /**
   * @param name of the senders, in their keys and subjects
   */
  Load(URI door, String name) {
    this.door = door;
    this.name = name;
  }

  /**
   * @param perSecond of all clients together, as far as the hub comes along
   */
  Load begin(int clients, int perSecond) {
    long pause = TimeUnit.SECONDS.toNanos(clients) / perSecond;
    for (int i = 0; i < clients; i++) {
      String client = name + "-" + i;
      boolean keyed = i % 2 == 0;
      Thread sender = new Thread(() -> send(client, keyed, pause), client);
      sender.setDaemon(true);
      sender.start();
      senders.add(sender);
    }
    return this;
  }

  /** Sends one event until it is accepted. */
  void insist(String type, String client, int seq) {
    while (!post(type, client, seq, client + "-" + type + "-" + seq)) {
      LockSupport.parkNanos(BREATH);
    }
  }

  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** Waits until so many more are accepted. */
  void awaitAccepted(int more) {
    int wanted = accepted.size() + more;
    Awaitility.await(more + " more events are accepted")
        .atMost(HubProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> accepted.size() >= wanted);
  }

  /** How many answers of each status there were after a point in time. */
  Map<Integer, Long> answersSince(long nanos) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (Answer answer : answers) {
      if (answer.nanos() >= nanos) {
        counts.merge(answer.status(), 1L, Long::sum);
      }
    }
    return counts;
  }

  long acceptedSince(long nanos) {
    return answersSince(nanos).getOrDefault(202, 0L);
  }

  @Override
  public void close() {
    ended = true;
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void send(String client, boolean keyed, long pause) {
    for (int seq = 1; !ended; seq++) {
      long next = System.nanoTime() + pause;
      boolean again = true;
      while (again && !ended) {
        boolean taken = post("ping", client, seq, keyed ? client + "-" + seq : null);
        again = !taken && keyed;
        LockSupport.parkNanos(taken ? 0 : BREATH);
      }
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private boolean post(String type, String client, int seq, @Nullable String key) {
    String body = "{\"type\":\"%s\",\"client\":\"%s\",\"seq\":%d}".formatted(type, client, seq);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + HubProcess.DOOR_TOKEN)
            .POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      boolean taken = response.statusCode() / 100 == 2;
      if (taken) {
        JsonNode answer = JSON.readTree(response.body());
        accepted.add(
            new Accepted(
                UUID.fromString(answer.get("id").asText()),
                key,
                answer.get("duplicate").asBoolean()));
      }
      answers.add(new Answer(System.nanoTime(), response.statusCode()));
      return taken;
    } catch (IOException e) {
      answers.add(new Answer(System.nanoTime(), NO_ANSWER));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
