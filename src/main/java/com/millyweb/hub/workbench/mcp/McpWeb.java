package com.millyweb.hub.workbench.mcp;

import com.millyweb.hub.workbench.api.ProblemWriter;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hangs MCP into the public port. */
@Configuration(proxyBeanMethods = false)
class McpWeb {

  @Bean
  ServletRegistrationBean<McpServlet> mcp(
      Offer offer,
      ToolCalls calls,
      Confirmations confirmations,
      ListWatch watch,
      ProblemWriter problems) {
    var registration =
        new ServletRegistrationBean<>(
            new McpServlet(offer, calls, confirmations, watch, problems), McpServlet.PATH);
    registration.setName("mcp");
    return registration;
  }
}
