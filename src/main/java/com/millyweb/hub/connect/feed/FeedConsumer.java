package com.millyweb.hub.connect.feed;

import com.millyweb.hub.http.OutgoingHttp;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.feed.FeedEndpoint;
import org.apache.camel.component.feed.FeedPollingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands each entry of a feed to its route, the oldest first. What it handed over it knows until the
 * route ends; after that the key of the event does.
 */
final class FeedConsumer extends FeedPollingConsumer {
  private static final int LONGEST = 8 * 1024 * 1024;
  private static final int MOST_REDIRECTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> ACCEPTED =
      Map.of(
          "Accept",
              "application/rss+xml, application/atom+xml, application/xml, text/xml, */*;q=0.5",
          "User-Agent", "hub");

  private final OutgoingHttp http;
  private Set<String> known = Set.of();

  FeedConsumer(FeedEndpoint endpoint, Processor processor, OutgoingHttp http) {
    super(endpoint, processor);
    this.http = http;
  }

  @Override
  protected int poll() throws Exception {
    SyndFeed feed = createFeed();
    List<SyndEntry> entries = new ArrayList<>(feed.getEntries());
    Collections.reverse(entries);
    Set<String> there = new HashSet<>();
    int given = 0;
    Exception first = null;
    for (SyndEntry entry : entries) {
      if (!isRunAllowed()) {
        break;
      }
      FeedEntry read = FeedEntry.of(feed, entry);
      Exception failure = known.contains(read.id()) ? null : give(read);
      if (failure == null) {
        there.add(read.id());
        given++;
      } else {
        // one that the route cannot take comes again with the next poll, and blocks no other
        first = first == null ? failure : first;
      }
    }
    // what left the feed does not come again
    known = there;
    if (first != null) {
      throw first;
    }
    return given;
  }

  private @Nullable Exception give(FeedEntry entry) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(entry.data());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      return e;
    }
    return exchange.getException();
  }

  @Override
  protected SyndFeed createFeed() throws Exception {
    OutgoingHttp.Answer answer = answer(URI.create(endpoint.getFeedUri()));
    var input = new SyndFeedInput();
    input.setAllowDoctypes(false);
    try (var reader = new XmlReader(new ByteArrayInputStream(answer.body()), type(answer))) {
      return input.build(reader);
    }
  }

  private static @Nullable String type(OutgoingHttp.Answer answer) {
    return answer.headers().get("content-type");
  }

  private OutgoingHttp.Answer answer(URI first) throws IOException {
    URI url = first;
    try (OutgoingHttp client = http.trusting(List.of(), PATIENCE, LONGEST)) {
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        OutgoingHttp.Answer answer = client.send("GET", url, null, null, ACCEPTED);
        String location = answer.headers().get("location");
        if (answer.status() / 100 == 3 && location != null) {
          url = url.resolve(location);
        } else if (answer.status() == 200 && answer.whole()) {
          return answer;
        } else {
          throw new IOException(
              answer.whole()
                  ? "%s answered %d".formatted(url, answer.status())
                  : "%s is longer than %d bytes".formatted(url, LONGEST));
        }
      }
    }
    throw new IOException("%s leads on more than %d times".formatted(first, MOST_REDIRECTS));
  }
}
