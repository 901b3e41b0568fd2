package com.millyweb.hub.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Flows that send to the receiver of the test and to the log. They send to the log first: were it
 * not held back, a killed or failed attempt would show.
 */
final class CrashFlows {
  private static final String OPTIONS = "&maxAttempts=100&backoff=50ms..500ms";

  @Bean
  RouteBuilder flows(@Value("${crash.receiver}") String receiver) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("event:crash.ping?concurrency=8" + OPTIONS)
            .routeId("flow.send")
            .to("event:effect.send")
            .setBody(simple("${body[seq]}", String.class))
            .to(receiver + "/send");
        from("event:crash.ping?concurrency=4&orderBy=subject" + OPTIONS)
            .routeId("flow.order")
            .to("event:effect.order")
            .setBody(simple("${body[seq]}", String.class))
            .to(receiver + "/order");
        from("event:crash.pill?concurrency=4" + OPTIONS)
            .routeId("flow.pill")
            .to("event:effect.pill")
            .filter(simple("${body[seq]} == 0"))
            .process(exchange -> Runtime.getRuntime().halt(137));
      }
    };
  }

  @Bean
  RouterFunction<ServerResponse> door(EventLog log) {
    return RouterFunctions.route()
        .POST("/hooks/crash", request -> ServerResponse.async(answer(log, request)))
        .build();
  }

  private static Object answer(EventLog log, ServerRequest request) throws Exception {
    byte[] body = request.body(byte[].class);
    JsonNode json = new ObjectMapper().readTree(body);
    return log.append(
            NewEvent.json("crash." + json.get("type").asText(), "crash", body)
                .withSubject(json.get("client").asText())
                .withKey(request.headers().firstHeader("Idempotency-Key")))
        .thenApply(
            appended ->
                ServerResponse.accepted()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(
                        Map.of("id", appended.id().toString(), "duplicate", appended.duplicate())))
        .exceptionally(
            failure ->
                ServerResponse.status(
                        (failure instanceof CompletionException wrapped
                                    ? wrapped.getCause()
                                    : failure)
                                instanceof EventLogUnavailable
                            ? 503
                            : 500)
                    .build());
  }
}
