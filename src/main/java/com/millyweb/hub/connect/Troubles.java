package com.millyweb.hub.connect;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** What went wrong with the last poll of each consumer that polls, or with what one handed over. */
public final class Troubles {
  private final Map<Consumer, String> last = Collections.synchronizedMap(new WeakHashMap<>());

  @Nullable String of(Consumer consumer) {
    if (consumer instanceof Connection connection) {
      return connection.trouble();
    }
    String trouble = last.get(consumer);
    return trouble == null ? ownWord(consumer) : trouble;
  }

  /** What a component that was added says of its connection. */
  private static @Nullable String ownWord(Consumer consumer) {
    if (consumer instanceof ScheduledPollConsumer
        || !(consumer instanceof HealthCheckAware aware)
        || aware.getHealthCheck() == null) {
      return null;
    }
    HealthCheck.Result result = aware.getHealthCheck().call();
    return result.getState() == HealthCheck.State.DOWN
        ? result.getMessage().orElse("not connected")
        : null;
  }

  /** What is wrong with what the consumer handed to its route. */
  public void met(Consumer consumer, String trouble) {
    last.put(consumer, trouble);
  }

  public void over(Consumer consumer) {
    last.remove(consumer);
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
  public static String reason(Throwable e) {
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
