package com.millyweb.hub.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bodies that go elsewhere than to a door are waited for no longer than those. */
@Configuration(proxyBeanMethods = false)
class PacedRequests {

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> pace(SlowSenders senders) {
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(new Pace(senders));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  private static final class Pace extends OncePerRequestFilter {
    private final SlowSenders senders;

    Pace(SlowSenders senders) {
      this.senders = senders;
    }

    /** A door reads for itself, with its source's limits. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return request.getAttribute(IncomingBody.ATTRIBUTE) == null
          || request.getServletPath().startsWith("/hooks/");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      try (var paced = new PacedRequest(request, senders)) {
        chain.doFilter(paced, response);
      } catch (IncomingBody.TooSlow e) {
        response.setHeader("Connection", "close");
        response.sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
      }
    }
  }

  private static final class PacedRequest extends HttpServletRequestWrapper
      implements AutoCloseable {
    private final SlowSenders senders;
    private @Nullable PacedStream in;

    PacedRequest(HttpServletRequest request, SlowSenders senders) {
      super(request);
      this.senders = senders;
    }

    /** Not before somebody asks: a form is no longer one when its stream was taken. */
    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (in == null) {
        in =
            new PacedStream(
                super.getInputStream(),
                senders.open((HttpServletRequest) getRequest(), "elsewhere"));
      }
      return in;
    }

    @Override
    public void close() {
      if (in != null) {
        in.body.close();
      }
    }
  }

  private static final class PacedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final IncomingBody body;

    PacedStream(ServletInputStream in, IncomingBody body) {
      this.in = in;
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      return body.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return body.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
