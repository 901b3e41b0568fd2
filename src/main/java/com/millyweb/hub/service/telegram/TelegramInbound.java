package com.millyweb.hub.service.telegram;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.telegram.TelegramConfiguration;
import org.apache.camel.component.telegram.TelegramConsumer;
import org.apache.camel.component.telegram.TelegramEndpoint;
import org.apache.camel.component.telegram.TelegramService;
import org.apache.camel.spi.ExceptionHandler;

/**
 * camel-telegram's endpoint with the hub's own way to Telegram, so that its URI has no token. Its
 * consumer confirms what a route failed on; here a failed route ends the poll, and the same updates
 * come again.
 */
final class TelegramInbound extends TelegramEndpoint {
  static final String URI = "telegram://bots";
  private static final int MOST = 100;

  /** Between two polls; Telegram holds an answer back until there is something to tell. */
  private static final int DELAY_MS = 100;

  private final TelegramUpdates updates;

  TelegramInbound(CamelContext camel, TelegramUpdates updates, TelegramPatience patience) {
    super(URI, null, configuration(), null);
    this.updates = updates;
    setCamelContext(camel);
    setDelay(DELAY_MS);
    setInitialDelay(DELAY_MS);
    setGreedy(true);
    setPollStrategy(patience);
    setExceptionHandler(new SaidElsewhere());
  }

  @Override
  protected void doStart() {
    // the client that camel-telegram would make here is not used
  }

  @Override
  public TelegramService getTelegramService() {
    return updates;
  }

  @Override
  public Consumer createConsumer(Processor route) throws Exception {
    Processor failing =
        exchange -> {
          route.process(exchange);
          if (exchange.getException() != null) {
            throw exchange.getException();
          }
        };
    TelegramConsumer consumer = new Stoppable(failing);
    configureConsumer(consumer);
    return consumer;
  }

  private static TelegramConfiguration configuration() {
    TelegramConfiguration configuration = new TelegramConfiguration();
    configuration.setType(TelegramConfiguration.ENDPOINT_TYPE_BOTS);
    configuration.setLimit(MOST);
    return configuration;
  }

  /** A poll may wait for half a minute; a stop does not. */
  private final class Stoppable extends TelegramConsumer {
    Stoppable(Processor processor) {
      super(TelegramInbound.this, processor);
    }

    @Override
    protected void doStart() throws Exception {
      updates.open();
      super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
      updates.close();
      super.doStop();
    }
  }

  /** {@link TelegramPatience} logs, without flooding. */
  private static final class SaidElsewhere implements ExceptionHandler {
    @Override
    public void handleException(Throwable exception) {}

    @Override
    public void handleException(String message, Throwable exception) {}

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {}
  }
}
