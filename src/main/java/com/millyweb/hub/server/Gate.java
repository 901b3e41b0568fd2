package com.millyweb.hub.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * The first that sees a request, and the last that sees its answer: who asks, which paths are none,
 * and what becomes of a body that nobody wanted.
 */
final class Gate extends ValveBase {
  /** A sender that writes on after a refusal still reads the answer when it stops within this. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Pattern DOTS = Pattern.compile("(?i)/(\\.|%2e){1,2}(/|$)");

  private static final long MOST_SWALLOWED = 16 << 20;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final TrustedProxies proxies;

  /** Who lingers holds a thread where there are no virtual ones. */
  private final Semaphore lingering = new Semaphore(64);

  Gate(TrustedProxies proxies) {
    super(true);
    this.proxies = proxies;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    believeProxy(request);
    String path = request.getRequestURI();
    if (response.isError()) {
      // Tomcat has refused it before; an error page would be asked for by the same method, TRACE
      // too
      response.setSuspended(false);
      ProblemReport.write(
          response.getResponse(), response.getStatus(), ProblemReport.detail(response.getStatus()));
      // whether it has a body cannot be asked where its length is no number; Tomcat closes
      return;
    } else if (path != null && hides(path)) {
      ProblemReport.write(
          response.getResponse(),
          HttpServletResponse.SC_BAD_REQUEST,
          "The path must not contain a semicolon, nor a segment of dots.");
    } else {
      if (hasBody(request)) {
        request.setAttribute(IncomingBody.ATTRIBUTE, request.getCoyoteRequest());
      }
      getNext().invoke(request, response);
    }
    if (!request.isAsync() && !isRead(request)) {
      leave(request, response);
    }
  }

  private void believeProxy(Request request) {
    String peer = request.getRemoteAddr();
    if (!proxies.contains(peer)) {
      return;
    }
    request.setRemoteAddr(
        proxies.client(peer, Collections.list(request.getHeaders("X-Forwarded-For"))));
    boolean secure = "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    request.setSecure(secure);
    request.getCoyoteRequest().scheme().setString(secure ? "https" : "http");
  }

  /**
   * Parameters of a path, and segments that lead up, hide from one reader of a path, such as a
   * proxy that lets only doors through, what another one sees.
   */
  private static boolean hides(String path) {
    return path.indexOf(';') >= 0
        || (path.contains("/.") || path.contains("/%2")) && DOTS.matcher(path).find();
  }

  private static boolean isRead(Request request) {
    return !hasBody(request) || request.getCoyoteRequest().isFinished();
  }

  private static boolean hasBody(Request request) {
    return request.getCoyoteRequest().getContentLengthLong() > 0
        || request.getHeader("Transfer-Encoding") != null;
  }

  /**
   * Sends the answer first, reads on for a moment, then closes. Tomcat would wait for as long as a
   * sender drips, and the answer of a connection that is closed over unread bytes is lost.
   */
  private void leave(Request request, Response response) throws IOException {
    response.finishResponse();
    boolean whole = false;
    if (lingering.tryAcquire()) {
      try {
        whole = swallow(request.getCoyoteRequest());
      } finally {
        lingering.release();
      }
    }
    if (!whole) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private static boolean swallow(org.apache.coyote.Request request) {
    long end = System.nanoTime() + LINGER_NANOS;
    var nothing = new IncomingBody.Nothing();
    long swallowed = 0;
    try {
      while (System.nanoTime() < end && swallowed < MOST_SWALLOWED) {
        if (request.isFinished()) {
          return true;
        }
        if (!IncomingBody.hasMore(request)) {
          LockSupport.parkNanos(LOOK_AGAIN_NANOS);
          continue;
        }
        int read = request.doRead(nothing);
        if (read < 0) {
          return true;
        }
        swallowed += read;
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
