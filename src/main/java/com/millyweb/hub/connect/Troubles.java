package com.millyweb.hub.connect;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** What went wrong with the last poll of each consumer that polls. */
final class Troubles {
  private final Map<Consumer, String> last = Collections.synchronizedMap(new WeakHashMap<>());

  @Nullable String of(Consumer consumer) {
    return consumer instanceof Connection connection ? connection.trouble() : last.get(consumer);
  }

  void watch(ScheduledPollEndpoint endpoint) {
    PollingConsumerPollStrategy own = endpoint.getPollStrategy();
    if (!(own instanceof Watched)) {
      endpoint.setPollStrategy(
          new Watched(own == null ? new DefaultPollingConsumerPollStrategy() : own));
    }
  }

  private final class Watched implements PollingConsumerPollStrategy {
    private final PollingConsumerPollStrategy own;

    Watched(PollingConsumerPollStrategy own) {
      this.own = own;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
      return own.begin(consumer, endpoint);
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polled) {
      last.remove(consumer);
      own.commit(consumer, endpoint, polled);
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retries, Exception cause)
        throws Exception {
      last.put(consumer, reason(cause));
      return own.rollback(consumer, endpoint, retries, cause);
    }
  }

  /** The innermost message says what is wrong. */
  static String reason(Throwable e) {
    Throwable inner = e;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    return message == null || message.isBlank()
        ? inner.getClass().getSimpleName()
        : "%s (%s)".formatted(message.strip(), inner.getClass().getSimpleName());
  }
}
