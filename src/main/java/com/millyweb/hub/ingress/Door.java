package com.millyweb.hub.ingress;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.body.BodyReader;
import com.millyweb.hub.ingress.body.Fields;
import com.millyweb.hub.ingress.body.MediaTypes;
import com.millyweb.hub.ingress.body.ReleaseBody;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.springframework.stereotype.Component;

/** The steps that every door shares: let in, store and answer, refuse. */
@RouteBean
@Component("door")
final class Door {
  /** The kind of the source, which names the route that verifies; it is from configuration only. */
  static final String KIND = "kind";

  private static final String SOURCE = "source";
  private static final String ADDRESS = "address";

  private final Sources sources;
  private final BodyReader readBody;
  private final EventLog events;
  private final DoorMetrics metrics;
  private final RefusalLog refusals;
  private final SourceStatus status;
  private final FlowAnswers answers;
  private final Duration commitTimeout;

  Door(
      Sources sources,
      BodyReader readBody,
      EventLog events,
      DoorMetrics metrics,
      RefusalLog refusals,
      SourceStatus status,
      FlowAnswers answers,
      IngressProperties properties) {
    this.sources = sources;
    this.readBody = readBody;
    this.events = events;
    this.metrics = metrics;
    this.refusals = refusals;
    this.status = status;
    this.answers = answers;
    commitTimeout = properties.commitTimeout();
  }

  /** Finds the source. The body is read when somebody asks for it, within the source's limits. */
  public void admit(Exchange exchange) {
    DoorRequest request = exchange.getMessage().getBody(DoorRequest.class);
    exchange.setProperty(ADDRESS, request.address());
    Source source = sources.named(request.source());
    exchange.setProperty(SOURCE, source);
    exchange.setProperty(KIND, source.kind());
    source.admit(request.address());
    if (!request.isPost() && !source.takesAnyMethod()) {
      throw Refused.method();
    }
    if (request.length() > source.maxSize()) {
      throw Refused.tooLarge(source.maxSize());
    }
    boolean asksQuery = source.takesAnyMethod() || source.hasTokenInQuery();
    exchange
        .getMessage()
        .setBody(
            new Webhook(
                source,
                request,
                request.contentType(),
                asksQuery ? Fields.parse(request.query()) : Fields.NONE,
                () -> read(exchange, source, request)));
  }

  private byte[] read(Exchange exchange, Source source, DoorRequest request) {
    if (request.hasBody()) {
      MediaTypes.require(source.options().content(), request.contentType());
    }
    BodyReader.Body body = readBody.read(request, source.name(), source.maxSize());
    if (body.kilobytes() > 0) {
      exchange.getExchangeExtension().addOnCompletion(new ReleaseBody(readBody, body));
    }
    metrics.read(source, body.bytes().length);
    return body.bytes();
  }

  /** Appends what the door made of the request, and answers after the commit. */
  public void store(Exchange exchange) {
    Source source = exchange.getProperty(SOURCE, Source.class);
    source.count();
    Object body = exchange.getMessage().getBody();
    Answer own = body instanceof DoorResult reply ? reply.answer() : null;
    List<NewEvent> events = events(body);
    if (events.isEmpty()) {
      exchange.getMessage().setBody(own);
      return;
    }
    List<Appended> appended = append(events);
    metrics.stored(source, appended);
    exchange
        .getMessage()
        .setBody(own == null ? answers.reply(source, appended, Answer.stored(appended)) : own);
  }

  /** Answers what was refused, or what failed. */
  public void refuse(Exchange exchange) {
    Refused refused = refusal(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    Source source = exchange.getProperty(SOURCE, Source.class);
    metrics.refused(source, refused.reason());
    refusals.add(source, exchange.getProperty(ADDRESS, "unknown", String.class), refused);
    status.refused(source, refused);
    exchange.getMessage().setBody(refused.answer());
  }

  private List<Appended> append(List<NewEvent> news) {
    return events.appendNow(news, commitTimeout);
  }

  private static List<NewEvent> events(Object body) {
    if (body instanceof DoorResult reply) {
      return reply.events();
    }
    if (body instanceof NewEvent event) {
      return List.of(event);
    }
    if (body instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(NewEvent.class::cast).toList();
    }
    throw new IllegalStateException(
        "A door's route must end with one or more events, was: " + body.getClass().getName());
  }

  private static Refused refusal(Exception failure) {
    if (failure instanceof Refused refused) {
      return refused;
    }
    if (failure instanceof EventLogUnavailable) {
      return Refused.unavailable(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof DirectConsumerNotAvailableException) {
      return Refused.unavailable("the route of this kind of door is not loaded");
    }
    return Refused.failed(failure.getClass().getSimpleName(), failure);
  }
}
