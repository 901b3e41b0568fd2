package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.workbench.access.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells clients that wait for it when they may call other tools than before. */
@Component
final class ListWatch {
  private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

  /** Each holds a connection for as long as its client lives. */
  private static final int MOST = 64;

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int LOOKS_IN_A_BREATH = 7;

  private final Offer offer;
  private final Semaphore places = new Semaphore(MOST);
  private final CountDownLatch stops = new CountDownLatch(1);

  ListWatch(Offer offer) {
    this.offer = offer;
  }

  /** The server would wait for the end of each request. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stops.countDown();
  }

  /**
   * Watches until the client leaves or the hub stops.
   *
   * @param subscription the id of the request of the newer era; null in the older one
   * @return false when too many watch already
   */
  boolean watch(Caller caller, @Nullable JsonNode subscription, Reply reply) throws IOException {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      if (subscription != null) {
        ObjectNode params = params(subscription);
        params.putObject("notifications").put("toolsListChanged", true);
        reply.send(RpcMessage.request(null, "notifications/subscriptions/acknowledged", params));
      } else {
        reply.breathe();
      }
      JsonNode before = offer.list(caller);
      for (int looks = 1; !stops.await(LOOK.toMillis(), TimeUnit.MILLISECONDS); looks++) {
        JsonNode now = offer.list(caller);
        if (!now.equals(before)) {
          before = now;
          reply.send(
              RpcMessage.request(null, "notifications/tools/list_changed", params(subscription)));
        } else if (looks % LOOKS_IN_A_BREATH == 0) {
          reply.breathe();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      places.release();
    }
  }

  private static ObjectNode params(@Nullable JsonNode subscription) {
    ObjectNode params = RpcMessage.object();
    if (subscription != null) {
      params.putObject("_meta").set(SUBSCRIPTION, subscription);
    }
    return params;
  }
}
