package com.millyweb.hub.workbench;

import com.millyweb.hub.workbench.access.AuthenticationFilter;
import com.millyweb.hub.workbench.access.CallerArgument;
import com.millyweb.hub.workbench.access.Credentials;
import com.millyweb.hub.workbench.access.FailedLogins;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import com.millyweb.hub.workbench.api.Given;
import com.millyweb.hub.workbench.api.KnownParameters;
import com.millyweb.hub.workbench.api.ProblemWriter;
import com.millyweb.hub.workbench.api.StrictJson;
import com.millyweb.hub.workbench.openai.Faults;
import com.millyweb.hub.workbench.page.PageHeaders;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Hangs the API's guards in front of {@code /api}, {@code /mcp} and {@code /v1}, and of nothing
 * else: doors do not pay for it.
 */
@Configuration(proxyBeanMethods = false)
public class WorkbenchWeb implements WebMvcConfigurer {
  private final ScopeInterceptor authorise;

  WorkbenchWeb(ScopeInterceptor authorise) {
    this.authorise = authorise;
  }

  @Bean
  FilterRegistrationBean<AuthenticationFilter> letIn(
      Credentials credentials, FailedLogins failedLogins, ProblemWriter problems) {
    var registration =
        new FilterRegistrationBean<>(new AuthenticationFilter(credentials, failedLogins, problems));
    registration.addUrlPatterns("/api/*", "/mcp");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }

  /** Clients of OpenAI's API read errors of another shape. */
  @Bean
  FilterRegistrationBean<AuthenticationFilter> letClientsOfOpenAiIn(
      Credentials credentials, FailedLogins failedLogins, Faults faults) {
    var registration =
        new FilterRegistrationBean<>(new AuthenticationFilter(credentials, failedLogins, faults));
    registration.addUrlPatterns("/v1/*");
    registration.setName("letClientsOfOpenAiIn");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(authorise).addPathPatterns("/api/**", "/v1/**");
    registry.addInterceptor(new KnownParameters()).addPathPatterns("/api/**");
    registry.addInterceptor(new PageHeaders()).addPathPatterns("/", "/workbench/**");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, Instant.class, Given::moment);
  }

  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.add(0, new StrictJson());
  }
}
