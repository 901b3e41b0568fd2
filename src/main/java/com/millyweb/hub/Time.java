package com.millyweb.hub;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock, so that tests can set it. */
@Configuration(proxyBeanMethods = false)
class Time {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
