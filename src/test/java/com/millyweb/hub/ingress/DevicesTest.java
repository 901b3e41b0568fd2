package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.server.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What simple devices and older programs send, at the doors of the generic kinds. */
@ExtendWith(OutputCaptureExtension.class)
class DevicesTest {
  private static final String TOKEN = "token-of-a-device";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static HubWithDoors doors;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>();
    source(properties, "plain", "bearer", Map.of("subject", "{/data/number}", "max-size", "100KB"));
    source(properties, "shelly", "bearer", Map.of("method", "any", "token-in-query", "true"));
    source(properties, "signed", "hmac", Map.of("method", "any", "subject", "{/room}"));
    source(properties, "old", "hmac", Map.of("hmac.algorithm", "sha1", "hmac.header", "X-Sig"));
    source(
        properties,
        "listed",
        "hmac",
        Map.of(
            "hmac.header", "Paddle-Signature",
            "hmac.element", "h1",
            "hmac.signed", "{ts}:{body}",
            "hmac.timestamp", "ts"));
    source(properties, "kuma", "uptime-kuma", Map.of("method", "any", "token-in-query", "true"));
    source(properties, "gogs", "gogs", Map.of());
    source(properties, "forge", "gitea", Map.of());
    doors = HubWithDoors.start(properties);
  }

  private static void source(
      Map<String, String> properties, String name, String kind, Map<String, String> more) {
    properties.put("hub.ingress.sources." + name + ".verify", kind);
    properties.put("hub.ingress.sources." + name + ".secret", TOKEN);
    more.forEach((key, value) -> properties.put("hub.ingress.sources." + name + "." + key, value));
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @Test
  void form_becomes_a_map_of_texts_and_lists() throws IOException {
    var event =
        stored(
            plain(
                "type=alarm&room=k%C3%BCche+oben&room=flur&empty=&flag&price=1%2C5&old=%FCber",
                FORM));
    assertThat(event)
        .contains(entry("type", "plain.alarm"), entry("content_type", "application/json"));
    assertThat(data(event))
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"alarm","room":["küche oben","flur"],"empty":"","flag":"","price":"1,5","old":"über"}
                """));
    assertThat(plain("a=%zz", FORM).statusCode()).isEqualTo(400);
    assertThat(plain("a=1&".repeat(1_001), FORM).statusCode()).isEqualTo(400);
  }

  @Test
  void what_curl_calls_a_form_is_what_it_is() throws IOException {
    var event = stored(plain("{\"type\":\"ring\",\"data\":{\"number\":7}}", FORM));
    assertThat(event).contains(entry("type", "plain.ring"), entry("subject", "7"));
    assertThat(data(stored(plain("Backup 100% done", FORM))).textValue())
        .isEqualTo("Backup 100% done");
    assertThat(data(stored(plain("{a}=1", FORM)))).isEqualTo(JSON.readTree("{\"{a}\":\"1\"}"));
  }

  @Test
  void text_is_a_text_and_nothing_is_null() throws IOException {
    assertThat(data(stored(plain("Tür offen\n", "text/plain"))).textValue())
        .isEqualTo("Tür offen\n");
    assertThat(
            data(stored(
                    bytes(
                        "plain",
                        "T\u00fcr".getBytes(StandardCharsets.ISO_8859_1),
                        "Content-Type",
                        "text/plain; charset=iso-8859-1")))
                .textValue())
        .isEqualTo("Tür");
    assertThat(data(stored(plain("{\"a\":1}", "text/plain"))).isTextual()).isTrue();
    for (String type : new String[] {"application/json", FORM, "text/plain"}) {
      assertThat(data(stored(plain("", type))).isNull()).isTrue();
    }
    assertThat(data(stored(bytes("plain", new byte[0]))).isNull()).isTrue();
    assertThat(plain("<a/>", "application/xml").statusCode()).isEqualTo(415);
    assertThat(plain("{}", "application/json; charset=utf-16").statusCode()).isEqualTo(415);
    assertThat(plain("x", "text/plain; charset=klingon").statusCode()).isEqualTo(415);
  }

  @Test
  void without_a_content_type_the_content_tells() throws IOException {
    var event = stored(bytes("plain", "{\"type\":\"ring\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(event).contains(entry("type", "plain.ring"));
    assertThat(data(stored(bytes("plain", "{ring".getBytes(StandardCharsets.UTF_8)))).textValue())
        .isEqualTo("{ring");
  }

  @Test
  void gzip_is_expanded_within_the_size_of_the_source() throws IOException {
    var event = stored(gzipped("{\"type\":\"ring\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(event).contains(entry("type", "plain.ring"));
    assertThat(gzipped(new byte[200_000]).statusCode()).isEqualTo(413);
    assertThat(bytes("plain", new byte[] {1, 2}, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    assertThat(bytes("plain", new byte[] {1, 2}, "Content-Encoding", "br").statusCode())
        .isEqualTo(415);
    byte[] zipped = gzip("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(
            doors
                .post(
                    "signed",
                    BodyPublishers.ofByteArray(zipped),
                    "Content-Encoding",
                    "gzip",
                    "X-Signature",
                    mac("HmacSHA256", zipped))
                .statusCode())
        .as("the signature is over what came")
        .isEqualTo(202);
  }

  @Test
  void multipart_keeps_fields_and_names_files() throws IOException {
    String body =
        """
        --b
        Content-Disposition: form-data; name="payload"
        Content-Type: application/json

        {"event":"media.play","Account":{"title":"ann"}}
        --b
        Content-Disposition: form-data; name="rawRequest"

        {"q1":"a"}
        --b
        Content-Disposition: form-data; name="room"

        Küche
        --b
        Content-Disposition: form-data; name="room"

        Flur
        --b
        Content-Disposition: form-data; name="thumb"; filename="thumb.jpg"
        Content-Type: image/jpeg

        12345
        --b--
        """
            .replace("\n", "\r\n");
    JsonNode data = data(stored(plain(body, "multipart/form-data; boundary=b")));
    assertThat(data)
        .isEqualTo(
            JSON.readTree(
                """
                {"payload":{"event":"media.play","Account":{"title":"ann"}},"rawRequest":"{\\"q1\\":\\"a\\"}",
                 "room":["Küche","Flur"],"thumb":{"name":"thumb.jpg","type":"image/jpeg","size":5}}
                """));
    assertThat(plain(body, "multipart/form-data").statusCode()).isEqualTo(400);
    assertThat(plain("nothing", "multipart/form-data; boundary=b").statusCode()).isEqualTo(400);
    String part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n";
    assertThat(plain(part.repeat(300) + "--b--", "multipart/form-data; boundary=b").statusCode())
        .isEqualTo(400);
  }

  @Test
  void get_with_a_query_is_an_event_where_the_source_says_so(CapturedOutput output)
      throws IOException {
    var event = stored(get("/hooks/shelly?token=" + TOKEN + "&type=button&id=3&id=4"));
    assertThat(event).contains(entry("type", "shelly.button"));
    assertThat(data(event)).isEqualTo(JSON.readTree("{\"type\":\"button\",\"id\":[\"3\",\"4\"]}"));
    assertThat(data(stored(get("/hooks/shelly?token=" + TOKEN))).isNull()).isTrue();
    assertThat(get("/hooks/shelly?token=wrong&type=x").statusCode()).isEqualTo(401);
    assertThat(get("/hooks/shelly?type=x").statusCode()).isEqualTo(401);
    assertThat(get("/hooks/shelly?token=" + TOKEN + "&token=" + TOKEN).statusCode()).isEqualTo(401);
    try (RawHttp device = RawHttp.to(doors.hub.url())) {
      device.send("GET /hooks/shelly?a=%zz&token=" + TOKEN + " HTTP/1.1\r\nHost: hub\r\n\r\n");
      assertThat(device.answer(5_000)).startsWith("HTTP/1.1 400").doesNotContain(TOKEN);
    }

    // and nowhere else
    assertThat(get("/hooks/plain?token=" + TOKEN).statusCode()).isEqualTo(405);
    assertThat(
            doors
                .send(
                    doors
                        .request("/hooks/plain?token=" + TOKEN, "Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build())
                .statusCode())
        .isEqualTo(401);
    assertThat(output).doesNotContain(TOKEN);
    assertThat(
            doors
                .database()
                .sql("select count(*) from event where convert_from(data, 'UTF8') like ?")
                .param("%" + TOKEN + "%")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void body_counts_more_than_a_query() throws IOException {
    var answer =
        doors.send(
            doors
                .request("/hooks/shelly?a=1&token=" + TOKEN, "Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString("hello"))
                .build());
    assertThat(data(stored(answer)).textValue()).isEqualTo("hello");
    assertThat(data(stored(doors.post("plain", "", "Authorization", "Bearer " + TOKEN))).isNull())
        .isTrue();
  }

  @Test
  void forms_of_signed_kinds_are_signed_as_they_came() throws IOException {
    String form = "type=alarm&room=flur";
    String[] headers = {
      "Content-Type", FORM, "X-Signature", HubWithDoors.hmac("HmacSHA256", TOKEN, form)
    };
    var event = stored(doors.post("signed", form, headers));
    assertThat(event).contains(entry("type", "signed.alarm"), entry("subject", "flur"));
    assertThat(doors.post("signed", form + "&x=1", headers).statusCode()).isEqualTo(401);
  }

  @Test
  void sha1_is_for_who_asks_for_it() {
    String sha1 = HubWithDoors.hmac("HmacSHA1", TOKEN, "{}");
    String[] type = {"Content-Type", "application/json", "X-Sig", sha1};
    assertThat(doors.post("old", "{}", type).statusCode()).isEqualTo(202);
    type[2] = "X-Signature";
    assertThat(doors.post("signed", "{}", type).statusCode()).isEqualTo(401);
    type[2] = "X-Sig";
    type[3] = HubWithDoors.hmac("HmacSHA256", TOKEN, "{}");
    assertThat(doors.post("old", "{}", type).statusCode()).isEqualTo(401);
  }

  @Test
  void signature_stands_in_a_list_with_its_time() {
    long now = Instant.now().getEpochSecond();
    String good = HubWithDoors.hmac("HmacSHA256", TOKEN, now + ":{}");
    String other = "0".repeat(64);
    assertThat(listed("ts=" + now + ";h1=" + good)).isEqualTo(202);
    assertThat(listed("ts=" + now + ",h1=" + other + ",h1=" + good + ",h0=x")).isEqualTo(202);
    assertThat(listed("ts=" + now + ";h1=" + other)).isEqualTo(401);
    assertThat(listed("h1=" + good)).isEqualTo(401);
    assertThat(listed("ts=" + now)).isEqualTo(401);
    assertThat(listed("ts=" + now + ";ts=" + now + ";h1=" + good)).isEqualTo(401);
    long old = now - 400;
    assertThat(listed("ts=" + old + ";h1=" + HubWithDoors.hmac("HmacSHA256", TOKEN, old + ":{}")))
        .isEqualTo(401);
    assertThat(listed(good)).isEqualTo(401);
  }

  @Test
  void uptime_kuma_is_understood_however_it_is_set() throws IOException {
    String down = Samples.read("uptime-kuma-down");
    for (HttpResponse<String> answer :
        List.of(
            kuma(JSON.writeValueAsString(down), "application/json"),
            kuma(
                "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
                    + down
                    + "\r\n--b--\r\n",
                "multipart/form-data; boundary=b"),
            kuma("data=" + encoded(down), FORM),
            kumaByGet(JSON.readTree(down)))) {
      var event = stored(answer);
      assertThat(event).contains(entry("type", "kuma.monitor.down"), entry("subject", "nas"));
      assertThat(data(event).path("heartbeat").path("status").asInt(-1)).isZero();
      doors.database().sql("delete from dedupe").update();
    }
    assertThat(stored(kuma("\"only a text\"", "application/json")))
        .contains(entry("type", "kuma.received"));
  }

  @Test
  void gogs_has_headers_of_its_own() throws IOException {
    String body = "{\"secret\":\"s\",\"repository\":{\"full_name\":\"ann/garden\"}}";
    String signature = HubWithDoors.hmac("HmacSHA256", TOKEN, body);
    for (String source : new String[] {"gogs", "forge"}) {
      var event =
          stored(
              doors.post(
                  source,
                  body,
                  "Content-Type",
                  "application/json",
                  "X-Gogs-Event",
                  "push",
                  "X-Gogs-Delivery",
                  "d-" + source,
                  "X-Gogs-Signature",
                  signature));
      assertThat(event)
          .contains(
              entry("type", source + ".push"),
              entry("subject", "ann/garden"),
              entry("key", "d-" + source));
    }
    assertThat(
            doors
                .post(
                    "gogs",
                    body,
                    "Content-Type",
                    "application/json",
                    "X-Gogs-Event",
                    "push",
                    "X-Gitea-Signature",
                    "x",
                    "X-Gogs-Signature",
                    signature)
                .statusCode())
        .isEqualTo(401);
  }

  private static HttpResponse<String> plain(String body, String type) {
    return doors.post("plain", body, "Content-Type", type, "Authorization", "Bearer " + TOKEN);
  }

  private static HttpResponse<String> bytes(String source, byte[] body, String... headers) {
    var request = doors.request("/hooks/" + source, "Authorization", "Bearer " + TOKEN);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return doors.send(request.POST(BodyPublishers.ofByteArray(body)).build());
  }

  private static HttpResponse<String> gzipped(byte[] body) throws IOException {
    return bytes("plain", gzip(body), "Content-Encoding", "gzip");
  }

  private static byte[] gzip(byte[] body) throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }

  private static String mac(String algorithm, byte[] body) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), algorithm));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(String path) {
    return doors.send(doors.request(path).GET().build());
  }

  private static int listed(String header) {
    return doors
        .post("listed", "{}", "Content-Type", "application/json", "Paddle-Signature", header)
        .statusCode();
  }

  private static HttpResponse<String> kuma(String body, String type) {
    return doors.post("kuma", body, "Content-Type", type, "Authorization", "Bearer " + TOKEN);
  }

  private static HttpResponse<String> kumaByGet(JsonNode message) {
    var query = new StringBuilder("?token=" + TOKEN);
    for (String name : new String[] {"msg", "heartbeat", "monitor"}) {
      JsonNode value = message.path(name);
      query.append(
          "&" + name + "=" + encoded(value.isTextual() ? value.textValue() : value.toString()));
    }
    return get("/hooks/kuma" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> stored(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return doors.event(JSON.readTree(answer.body()).path("id").asText());
  }

  private static JsonNode data(Map<String, Object> event) throws IOException {
    return JSON.readTree((byte[]) event.get("data"));
  }
}
