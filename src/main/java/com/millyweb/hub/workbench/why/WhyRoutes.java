package com.millyweb.hub.workbench.why;

import com.millyweb.hub.camel.JavaRoutes;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** In Java, because no folder of routes may use the workbench. */
@Component
@JavaRoutes("workbench.why")
final class WhyRoutes extends RouteBuilder {
  private static final String ASKED =
      "${body[text]} regex '(?is)\\s*%s\\s*'".formatted(WhyChat.QUESTION);

  private final WhyChat chat;

  WhyRoutes(WhyChat chat) {
    this.chat = chat;
  }

  @Override
  public void configure() {
    from("event:chat.message?maxAttempts=3&timeout=1m&trace=false&filter=RAW(" + ASKED + ")")
        .routeId("workbench.why")
        .description("Answers why? to a notice with how it came about")
        .process(
            exchange -> exchange.getMessage().setBody(chat.answer(exchange.getMessage().getBody())))
        .filter(body().isNotEqualTo(""))
        .to("notify:reply");
  }
}
