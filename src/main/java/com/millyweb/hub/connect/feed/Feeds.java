package com.millyweb.hub.connect.feed;

import com.millyweb.hub.connect.CamelSetters;
import com.millyweb.hub.http.OutgoingHttp;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.component.atom.AtomComponent;
import org.apache.camel.component.atom.AtomEndpoint;
import org.apache.camel.component.feed.FeedComponent;
import org.apache.camel.component.feed.FeedEndpoint;
import org.apache.camel.component.feed.FeedPollingConsumer;
import org.apache.camel.component.rss.RssComponent;
import org.apache.camel.component.rss.RssEndpoint;
import org.apache.camel.spi.PropertyConfigurer;

/** Camel's {@code rss:} and {@code atom:} with the hub's consumer, which reads both. */
public final class Feeds {
  private Feeds() {}

  public static Component rss(OutgoingHttp http) {
    return new RssComponent() {
      @Override
      public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CamelSetters.ofEndpoint(getCamelContext(), "rss");
      }

      @Override
      protected FeedEndpoint createEndpoint(
          String uri, String remaining, Map<String, Object> parameters) {
        return new Rss(uri, this, http);
      }
    };
  }

  public static Component atom(OutgoingHttp http) {
    return new AtomComponent() {
      @Override
      public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CamelSetters.ofEndpoint(getCamelContext(), "atom");
      }

      @Override
      protected FeedEndpoint createEndpoint(
          String uri, String remaining, Map<String, Object> parameters) {
        return new Atom(uri, this, http);
      }
    };
  }

  private static final class Rss extends RssEndpoint {
    private final OutgoingHttp http;

    Rss(String uri, FeedComponent component, OutgoingHttp http) {
      super(uri, component, null);
      this.http = http;
    }

    @Override
    protected FeedPollingConsumer createEntryPollingConsumer(
        FeedEndpoint endpoint, Processor processor, boolean throttle) {
      return new FeedConsumer(endpoint, processor, http);
    }

    @Override
    protected FeedPollingConsumer createPollingConsumer(
        FeedEndpoint endpoint, Processor processor) {
      return new FeedConsumer(endpoint, processor, http);
    }
  }

  private static final class Atom extends AtomEndpoint {
    private final OutgoingHttp http;

    Atom(String uri, FeedComponent component, OutgoingHttp http) {
      super(uri, component, null);
      this.http = http;
    }

    @Override
    protected FeedPollingConsumer createEntryPollingConsumer(
        FeedEndpoint endpoint, Processor processor, boolean throttle) {
      return new FeedConsumer(endpoint, processor, http);
    }

    @Override
    protected FeedPollingConsumer createPollingConsumer(
        FeedEndpoint endpoint, Processor processor) {
      return new FeedConsumer(endpoint, processor, http);
    }
  }
}
