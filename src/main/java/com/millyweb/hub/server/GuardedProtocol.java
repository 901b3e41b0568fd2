package com.millyweb.hub.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP, with bounds for who opens connections and says little: headers must be complete
 * within the connection time-out, however they drip, and one address may hold half of the
 * connections at most. Names of hosts may hold {@code _}, as those of containers do. Public, as
 * Tomcat makes it by its name.
 */
public final class GuardedProtocol extends Http11NioProtocol {
  private static final long SWEEP_MILLIS = 500;

  private final GuardedEndpoint endpoint;
  private @Nullable ScheduledFuture<?> sweeping;

  public GuardedProtocol() {
    this(new GuardedEndpoint());
  }

  private GuardedProtocol(GuardedEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  void exempt(TrustedProxies proxies) {
    endpoint.exempt(proxies);
  }

  @Override
  public void start() throws Exception {
    super.start();
    sweeping =
        getUtilityExecutor()
            .scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (sweeping != null) {
      sweeping.cancel(false);
      sweeping = null;
    }
    super.stop();
  }

  @Override
  protected Processor createProcessor() {
    return new AnyHost(this, getAdapter());
  }

  /** The time-out of Tomcat is one between two reads: a byte a second would keep a connection. */
  private void sweep() {
    long now = System.nanoTime();
    if (getConnectionTimeout() <= 0) {
      return; // somebody wants to wait for ever
    }
    long patience = TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
    for (SocketWrapperBase<?> connection : getEndpoint().getConnections()) {
      // a connection whose request is being worked on has lent its processor to the worker
      if (connection.getCurrentProcessor() instanceof Processor processor
          && isParsingFor(processor, now) > patience) {
        connection.close();
      }
    }
  }

  private static long isParsingFor(Processor processor, long now) {
    Request request = processor.getRequest();
    return request != null
            && request.getStartTimeNanos() > 0
            && !processor.isAsync()
            && !processor.isUpgrade()
        ? now - request.getStartTimeNanos()
        : 0;
  }

  private static final class AnyHost extends Http11Processor {
    AnyHost(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
      super(protocol, adapter);
    }

    @Override
    protected void parseHost(@Nullable MessageBytes host) {
      String name = host == null || host.isNull() ? "" : host.toString();
      if (name.indexOf('_') < 0) {
        super.parseHost(host);
        return;
      }
      // is it valid but for the underscores?
      MessageBytes plain = MessageBytes.newInstance();
      byte[] bytes = name.replace('_', 'x').getBytes(StandardCharsets.ISO_8859_1);
      plain.setBytes(bytes, 0, bytes.length);
      super.parseHost(plain);
      if (!getErrorState().isError()) {
        int colon = name.indexOf(':');
        request.serverName().setString(colon < 0 ? name : name.substring(0, colon));
      }
    }
  }
}
