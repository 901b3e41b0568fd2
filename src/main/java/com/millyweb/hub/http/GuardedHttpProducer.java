package com.millyweb.hub.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.GZIPHelper;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Calls as routes mean it: maps go out and come back as JSON, answers are bounded in size and time
 * and held in memory, an attempt that is ended ends its request, and an answer cannot change which
 * event the flow works on.
 */
final class GuardedHttpProducer extends HttpProducer {
  private static final String EVENT_HEADER = "ce-";
  private static final String TRACE_HEADER = "traceparent";

  private final HttpLimits limits;
  private final SentSecrets secrets;

  GuardedHttpProducer(HttpEndpoint endpoint, HttpLimits limits, SentSecrets secrets) {
    super(endpoint);
    this.limits = limits;
    this.secrets = secrets;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Map<String, Object> event = eventHeaders(exchange.getMessage());
    try {
      super.process(exchange);
    } catch (Exception e) {
      throw secrets.hidden(e);
    }
    Message answer = exchange.getMessage();
    answer.removeHeaders(EVENT_HEADER + "*");
    answer.removeHeader(TRACE_HEADER);
    event.forEach(answer::setHeader);
  }

  @Override
  protected HttpUriRequest createMethod(Exchange exchange) throws Exception {
    Message message = exchange.getIn();
    SteeredCall.requirePath(message.getHeader(Exchange.HTTP_PATH, String.class));
    HttpUriRequest request = super.createMethod(exchange);
    SteeredCall.keepQuery(request, message, getEndpoint().getHttpUri().getRawQuery());
    return request;
  }

  @Override
  protected HttpEntity createRequestEntity(Exchange exchange) throws CamelExchangeException {
    HttpEntity entity = HttpBodies.entity(exchange.getIn());
    return entity == null ? super.createRequestEntity(exchange) : entity;
  }

  @Override
  protected <T> T executeMethod(
      Exchange exchange,
      HttpHost host,
      HttpUriRequest request,
      HttpClientResponseHandler<T> handler)
      throws IOException, HttpException {
    boolean encoded =
        exchange.getProperty(Exchange.SKIP_GZIP_ENCODING, Boolean.FALSE, Boolean.class);
    CalledAddress.note(exchange, host, request, secrets);
    try (CallWatch.Call call = CallWatch.watch(request::abort, limits.whole())) {
      try {
        return super.executeMethod(
            exchange,
            host,
            request,
            response -> {
              readWhole(request, response, encoded);
              return handler.handleResponse(response);
            });
      } catch (IOException e) {
        call.requireUnbroken();
        throw e;
      }
    }
  }

  @Override
  protected void populateResponse(
      Exchange exchange,
      HttpUriRequest request,
      ClassicHttpResponse response,
      HeaderFilterStrategy strategy,
      int status)
      throws IOException, ClassNotFoundException {
    super.populateResponse(exchange, request, response, strategy, status);
    HttpBodies.read(exchange.getMessage());
    // it would decide how whatever comes later is written and read
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
  }

  /** Puts what was read in the place of the connection, for Camel takes any length from that. */
  private void readWhole(HttpUriRequest request, ClassicHttpResponse response, boolean encoded)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    byte[] body;
    try {
      body = bounded(entity.getContent());
      if (!encoded) {
        Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && GZIPHelper.isGzip(encoding.getValue())) {
          body = bounded(GZIPHelper.uncompressGzip("gzip", new ByteArrayInputStream(body)));
          response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        }
      }
    } catch (IOException e) {
      // else the client would read the rest before it lets go of the connection
      request.abort();
      throw e;
    }
    Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      response.setHeader(HttpHeaders.CONTENT_TYPE, HttpBodies.readable(type.getValue()));
    }
    response.setEntity(new ByteArrayEntity(body, null));
  }

  private byte[] bounded(InputStream in) throws IOException {
    byte[] body = in.readNBytes(limits.answer() + 1);
    if (body.length > limits.answer()) {
      throw new AnswerTooLarge(limits.answer());
    }
    return body;
  }

  private static Map<String, Object> eventHeaders(Message message) {
    Map<String, Object> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (name.regionMatches(true, 0, EVENT_HEADER, 0, EVENT_HEADER.length())
                  || name.equalsIgnoreCase(TRACE_HEADER)) {
                headers.put(name, value);
              }
            });
    return headers;
  }
}
