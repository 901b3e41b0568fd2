package com.millyweb.hub.ingress;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers {@code HEAD} on the origin and on the doors: MinIO and RustFS ask so whether somebody is
 * there, without a token, and take a redirect for a failure.
 */
@Configuration(proxyBeanMethods = false)
class AnswerProbes {

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> probes() {
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(new Answer204());
    // the empty pattern is the origin itself
    registration.addUrlPatterns("", "/hooks/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  private static final class Answer204 extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (request.getMethod().equals("HEAD")) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } else {
        chain.doFilter(request, response);
      }
    }
  }
}
