package com.millyweb.hub.secret;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedactionConfiguration {
  @Bean
  static Redaction redaction() {
    return Redaction.instance();
  }
}
