package com.millyweb.hub.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.PlayedHttp;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes out by {@code to: http:} of a flow, and what comes back, within which bounds. */
class FlowHttpTest extends FlowHttpFixture {
  @Test
  void map_goes_out_as_json_and_json_comes_back_as_a_map() throws Exception {
    server.on("/echo", http -> answerJson(http, "{\"ok\":[1,2.5],\"name\":\"é日本\"}"));
    flow("", "- to: \"%s/echo\"".formatted(server.url()));
    append("{\"a\":{\"b\":\"é日本\"}}");
    Exchange seen = seen();
    assertThat(seen.getMessage().getBody()).isEqualTo(Map.of("ok", List.of(1, 2.5), "name", "é日本"));
    PlayedHttp.Request request = last("/echo");
    assertThat(request.text(UTF_8)).isEqualTo("{\"a\":{\"b\":\"é日本\"}}");
    assertThat(request.type()).isEqualTo("application/json");
  }

  @Test
  void address_that_is_not_allowed_is_a_dead_letter_at_once_and_says_which() throws Exception {
    flow("", "- setVariable: {name: at, constant: 127.0.0.2}\n- toD: http://${variable.at}:9/x");
    append("{}");
    await("the dead letter", () -> attempts().equals(List.of("dead")));
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql("select error from delivery where state = 3 order by id desc limit 1")
                .query(String.class)
                .single())
        .contains("127.0.0.2:9", "hub.egress.allow");
  }

  @Test
  void text_that_is_read_like_a_map_is_told_so() throws Exception {
    flow("", "- setBody: {constant: hello}\n- setBody: {simple: \"${body[nope]}\"}");
    append("{}");
    await("the dead letter", () -> attempts().equals(List.of("dead")));
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql("select error from delivery where state = 3 order by id desc limit 1")
                .query(String.class)
                .single())
        .contains("'[nope]' cannot be read: the body is text and not a map")
        .doesNotContain("OGNL", "RuntimeBeanExpressionException");
  }

  @Test
  void lists_numbers_and_forms_go_out_as_they_are_meant() throws Exception {
    server.on("/data", http -> answerJson(http, "[1]"));
    flow("", "- to: \"%s/data\"".formatted(server.url()));
    append("[{\"a\":1}]");
    seen();
    assertThat(last("/data").text(UTF_8)).isEqualTo("[{\"a\":1}]");
    append("41.5");
    await("the number", () -> server.count("/data") == 2);
    assertThat(last("/data").text(UTF_8)).isEqualTo("41.5");

    server.on("/form", http -> answerJson(http, ""));
    var form = new FlowHttpTest();
    form.flow(
        "",
        """
            - setHeader: {name: Content-Type, constant: application/x-www-form-urlencoded}
            - to: "%s/form"
            """
            .formatted(server.url()));
    form.append("{\"a b\":\"c&d\"}");
    await("the form", () -> server.count("/form") == 1);
    assertThat(last("/form").text(UTF_8)).isEqualTo("a+b=c%26d");
  }

  @Test
  void text_keeps_its_characters_and_bytes_stay_bytes() throws Exception {
    server.on(
        "/latin",
        200,
        "Grüße".getBytes(ISO_8859_1),
        "Content-Type",
        "text/html; charset=ISO-8859-1");
    server.on("/odd", 200, "x".getBytes(UTF_8), "Content-Type", "text/plain; charset=no-such");
    server.on("/bytes", 200, new byte[] {0, (byte) 0xff, 7}, "Content-Type", "image/png");
    server.on("/take", 200, "{\"no json".getBytes(UTF_8), "Content-Type", "application/json");
    flow(
        "",
        """
        - to: "%1$s/latin"
        - setProperty: {name: latin, simple: "${body}"}
        - setBody: {simple: "${body} 日本"}
        - to: "%1$s/odd"
        - setProperty: {name: odd, simple: "${body}"}
        - to: "%1$s/bytes"
        - to: "%1$s/take"
        """
            .formatted(server.url()));
    append("{}");
    Exchange seen = seen();
    assertThat(seen.getProperty("latin")).isEqualTo("Grüße");
    assertThat(last("/odd").text(UTF_8)).isEqualTo("Grüße 日本");
    assertThat(seen.getProperty("odd")).isEqualTo("x");
    assertThat(last("/take").body()).containsExactly(0, 0xff, 7);
    assertThat(seen.getMessage().getBody()).isEqualTo("{\"no json");
  }

  @Test
  void enrich_and_computed_addresses_have_the_same_bounds() throws Exception {
    server.on("/rich", http -> answerJson(http, "{\"n\":1}"));
    server.on("/poor", 200, new byte[70_000]);
    flow(
        "",
        """
        - enrich: {expression: {constant: "%1$s/rich"}}
        - toD: "%1$s/rich?n=${body[n]}"
        - setProperty: {name: first, simple: "${body[n]}"}
        - toD: "%1$s/poor?n=${body[n]}"
        """
            .formatted(server.url()));
    append("{}");
    await("the answer that is too long", () -> attempts().equals(List.of("dead")));
    assertThat(error()).contains("longer than 65536 bytes");
    assertThat(last("/poor").path()).isEqualTo("/poor?n=1");
  }

  @Test
  void step_that_reads_bytes_takes_data_too() throws Exception {
    server.on("/json", http -> answerJson(http, "{\"n\":1}"));
    flow(
        "",
        """
        - to: "%s/json"
        - unmarshal: {json: {}}
        """
            .formatted(server.url()));
    append("{}");
    assertThat(seen().getMessage().getBody()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void answer_does_not_change_which_event_the_flow_works_on() throws Exception {
    server.on(
        "/sly",
        200,
        "hi".getBytes(UTF_8),
        "ce-subject",
        "slack/C1",
        "ce-type",
        "chat.message",
        "CE-ID",
        "another");
    flow("", "- to: \"%s/sly\"".formatted(server.url()));
    append("{}");
    var headers = seen().getMessage().getHeaders();
    assertThat(headers).containsEntry("ce-type", name).doesNotContainKey("ce-subject");
    assertThat(headers.get("ce-id")).isEqualTo(last("/sly").eventId());
  }

  @Test
  void endless_and_packed_answers_are_cut_at_once() throws Exception {
    server.endlessOn("/flood", 8192, 0);
    flow("", "- to: \"%s/flood\"".formatted(server.url()));
    append("{}");
    await("the end of the flood", () -> attempts().equals(List.of("dead")));
    assertThat(error()).contains("longer than 65536 bytes").contains("hub.egress.max-answer");
    assertThat(server.count("/flood")).isEqualTo(1);

    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[5_000_000]);
    }
    server.on("/bomb", 200, packed.toByteArray(), "Content-Encoding", "gzip");
    FlowHttpTest bomb = new FlowHttpTest();
    bomb.flow("", "- to: \"%s/bomb\"".formatted(server.url()));
    bomb.append("{}");
    await("the end of the bomb", () -> bomb.attempts().equals(List.of("dead")));
    assertThat(bomb.error()).contains("longer than 65536 bytes");
  }
}
