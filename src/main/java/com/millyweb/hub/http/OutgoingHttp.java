package com.millyweb.hub.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The hub's own HTTP client: it connects to public addresses and to those that are allowed, follows
 * no redirect, repeats nothing by itself, and tells a request that never left from one whose answer
 * is missing.
 */
public final class OutgoingHttp implements AutoCloseable {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  /** More than one wait for the next bytes: a target that drips must not hold a worker. */
  private static final Duration WHOLE_TIMEOUT = Duration.ofSeconds(60);

  /** A connection that idled longer is tested first, lest its end looks like a missing answer. */
  static final Duration TRUSTED_IDLE = Duration.ofMillis(500);

  private static final int CONNECTIONS = 64;
  private static final int MAX_ANSWER = 64 * 1024;
  private final EgressGuard guard;
  private final CloseableHttpClient client;
  private final Duration wholeTimeout;
  private final int maxAnswer;

  OutgoingHttp(EgressGuard guard) {
    this(guard, RESPONSE_TIMEOUT, WHOLE_TIMEOUT, MAX_ANSWER);
  }

  private OutgoingHttp(
      EgressGuard guard, Duration responseTimeout, Duration wholeTimeout, int maxAnswer) {
    this.guard = guard;
    this.wholeTimeout = wholeTimeout;
    this.maxAnswer = maxAnswer;
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(guard)
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                    .setValidateAfterInactivity(Timeout.of(TRUSTED_IDLE))
                    .build())
            .build();
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(CONNECT_TIMEOUT))
                    .setResponseTimeout(Timeout.of(responseTimeout))
                    .build())
            .setUserAgent("Hub")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  /**
   * A client that may also connect to the very hosts and ports of these URLs, which the operator
   * configured. Whoever asks for it closes it.
   */
  public OutgoingHttp trusting(Collection<URI> urls, Duration responseTimeout) {
    return trusting(urls, responseTimeout, MAX_ANSWER);
  }

  /**
   * @param maxAnswer bytes of an answer that are read
   */
  public OutgoingHttp trusting(Collection<URI> urls, Duration responseTimeout, int maxAnswer) {
    return new OutgoingHttp(
        guard.trusting(urls), responseTimeout, responseTimeout.multipliedBy(2), maxAnswer);
  }

  /** Whether {@code hub.egress.allow} names the host of a URL, be it public or not. */
  public boolean isNamed(URI url) throws UnknownHostException {
    int usual = "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
    return guard.isNamed(url.getHost(), url.getPort() < 0 ? usual : url.getPort());
  }

  /**
   * Posts a body; every status is an answer.
   *
   * @throws EgressRefused when the address is neither public nor allowed
   * @throws AnswerMissing when the request went out and not even the status came back
   * @throws IOException when the request did not go out completely
   */
  public Answer post(URI url, String contentType, byte[] body, Map<String, String> headers)
      throws IOException {
    return send("POST", url, contentType, body, headers);
  }

  /**
   * Asks for something; every status is an answer.
   *
   * @param contentType of the body; null for none
   * @throws EgressRefused when the address is neither public nor allowed
   * @throws AnswerMissing when a body went out and not even the status came back
   * @throws IOException when the request did not go out completely
   */
  public Answer send(
      String method,
      URI url,
      @Nullable String contentType,
      byte @Nullable [] body,
      Map<String, String> headers)
      throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(method, url);
    headers.forEach(request::setHeader);
    TracedEntity entity = null;
    if (body != null && contentType != null) {
      entity = new TracedEntity(body, ContentType.parse(contentType));
      request.setEntity(entity);
    }
    try (CallWatch.Call call = CallWatch.watch(request::cancel, wholeTimeout)) {
      return answer(request, entity, call);
    } catch (IOException e) {
      if (entity == null || !entity.sent) {
        throw e;
      }
      throw new AnswerMissing(
          "%s://%s took the request but its answer did not come: %s"
              .formatted(url.getScheme(), url.getAuthority(), reason(e)),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private Answer answer(
      HttpUriRequestBase request, @Nullable TracedEntity entity, CallWatch.Call call)
      throws IOException {
    try {
      ClassicHttpResponse response = client.executeOpen(null, request, null);
      try {
        return answer(response, entity != null && entity.sent);
      } finally {
        release(response);
      }
    } catch (IOException e) {
      call.requireUnbroken();
      throw e;
    }
  }

  private static void release(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // what was to be read of it was read
    }
  }

  /**
   * @param acted whether the target may have done something: then what it answered first counts,
   *     although the rest never came
   */
  private Answer answer(ClassicHttpResponse response, boolean acted) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var header : response.getHeaders()) {
      headers.putIfAbsent(header.getName(), header.getValue());
    }
    var body = new ByteArrayOutputStream();
    boolean whole = true;
    if (response.getEntity() != null) {
      try {
        whole = read(response.getEntity().getContent(), body);
      } catch (IOException e) {
        if (!acted) {
          throw e;
        }
        whole = false;
      }
    }
    return new Answer(response.getCode(), headers, body.toByteArray(), whole);
  }

  /** Whether that was all of it. The stream is not closed: that would read an endless answer. */
  private boolean read(InputStream in, ByteArrayOutputStream body) throws IOException {
    byte[] buffer = new byte[8192];
    while (body.size() < maxAnswer) {
      int count = in.read(buffer, 0, Math.min(buffer.length, maxAnswer - body.size()));
      if (count < 0) {
        return true;
      }
      body.write(buffer, 0, count);
    }
    return in.read() < 0;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * @param headers by name in any case; of a repeated one the first
   * @param body its first bytes, 64 kB unless the client was asked for another limit
   * @param whole false when the answer was longer, or ended or stalled before its end
   */
  public record Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Knows whether it was written to its end. */
  private static final class TracedEntity extends HttpEntityWrapper {
    private volatile boolean sent;

    TracedEntity(byte[] body, ContentType type) {
      super(new ByteArrayEntity(body, type));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      super.writeTo(out);
      sent = true;
    }
  }
}
