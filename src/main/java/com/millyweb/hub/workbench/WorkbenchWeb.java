package com.millyweb.hub.workbench;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Hangs the API's guards in front of {@code /api}, and of nothing else: doors do not pay for it.
 */
@Configuration(proxyBeanMethods = false)
class WorkbenchWeb implements WebMvcConfigurer {
  private final Authorise authorise;

  WorkbenchWeb(Authorise authorise) {
    this.authorise = authorise;
  }

  @Bean
  FilterRegistrationBean<LetIn> letIn(
      Credentials credentials, FailedLogins failedLogins, ProblemWriter problems) {
    var registration = new FilterRegistrationBean<>(new LetIn(credentials, failedLogins, problems));
    registration.addUrlPatterns("/api/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(authorise).addPathPatterns("/api/**");
    registry.addInterceptor(new PageHeaders()).addPathPatterns("/", "/workbench/**");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new QueryArgument());
    resolvers.add(new CallerArgument());
    resolvers.add(new BodyArgument());
  }
}
