package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.http.SteeredCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Calls nobody. */
final class StubProducer extends DefaultProducer {
  private static final Set<String> HTTP = Set.of("http", "https");

  /** Of these the options say what is asked for, by expressions, and not the body. */
  private static final Set<String> WORDED =
      Set.of("agent", "ai-tool", "container", "grafana", "knowledge", "model", "object", "query");

  private final String scheme;
  private final String address;
  private final Map<String, Object> options;
  private final Calls calls;

  StubProducer(
      StubEndpoint endpoint,
      String scheme,
      String address,
      Map<String, Object> options,
      Calls calls) {
    super(endpoint);
    this.scheme = scheme;
    this.address = address;
    this.options = options;
    this.calls = calls;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    boolean http = HTTP.contains(scheme);
    String url = http ? url(message) : scheme + ":" + address;
    String name = http ? method(message, url) + " " + url : url;
    StubAnswer answer = calls.answer(new Call(name, headers(message), asked(exchange)), http);
    if (answer.failure() != null) {
      throw new IOException(answer.failure());
    }
    if (http) {
      http(message, name, answer);
    } else if (scheme.equals("sql")) {
      sql(message, answer.rows() == null ? List.of() : answer.rows());
    } else if (answer.body() != null) {
      message.setBody(answer.body());
    }
  }

  private void http(Message message, String name, StubAnswer answer)
      throws HttpOperationFailedException {
    int status = answer.status() == null ? 200 : answer.status();
    Map<String, String> headers = new TreeMap<>();
    if (answer.headers() != null) {
      answer.headers().forEach((key, value) -> headers.put(key, String.valueOf(value)));
    }
    boolean fails = !"false".equals(String.valueOf(options.get("throwExceptionOnFailure")));
    if (fails && (status < 200 || status > 299)) {
      throw new HttpOperationFailedException(
          name.substring(name.indexOf(' ') + 1),
          status,
          "",
          headers.get("Location"),
          headers,
          String.valueOf(answer.body()));
    }
    headers.forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setBody(answer.body());
  }

  /** As camel-sql hands results over. */
  private void sql(Message message, List<Map<String, Object>> rows) {
    Object result = rows;
    if ("SelectOne".equals(options.get("outputType"))) {
      Map<String, Object> row = rows.isEmpty() ? null : rows.get(0);
      result = row != null && row.size() == 1 ? row.values().iterator().next() : row;
    }
    Object header = options.get("outputHeader");
    if (header == null) {
      message.setBody(result);
    } else {
      message.setHeader(header.toString(), result);
    }
  }

  /** As camel-http finds it: what is written, else GET where there is a query or no body. */
  private String method(Message message, String url) {
    Object asked = options.get("httpMethod");
    if (asked == null) {
      asked = message.getHeader(Exchange.HTTP_METHOD);
    }
    if (asked != null) {
      return asked.toString();
    }
    return url.contains("?") || message.getBody() == null ? "GET" : "POST";
  }

  private String url(Message message) {
    String given = message.getHeader(Exchange.HTTP_URI, String.class);
    String base = given == null ? scheme + ":" + slashes(address) : given;
    String path = message.getHeader(Exchange.HTTP_PATH, String.class);
    SteeredCall.requirePath(path);
    if (path != null && !path.isEmpty()) {
      base = base.replaceAll("/$", "") + (path.startsWith("/") ? path : "/" + path);
    }
    String more = message.getHeader(Exchange.HTTP_QUERY, String.class);
    String own = given == null ? calls.query(options) : "";
    String query = SteeredCall.query(own, more);
    return query.isEmpty() ? base : base + "?" + query;
  }

  private static String slashes(String address) {
    return address.startsWith("//") ? address : "//" + address.replaceFirst("^/+", "");
  }

  private static Map<String, Object> headers(Message message) {
    Map<String, Object> headers = new LinkedHashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Camel") && !name.startsWith("ce-")) {
                headers.put(name, value);
              }
            });
    return headers;
  }

  private @Nullable Object asked(Exchange exchange) {
    if (!WORDED.contains(scheme) || options.isEmpty()) {
      return body(exchange.getMessage());
    }
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    WrittenOptions.read(options)
        .forEach(
            (name, text) ->
                asked.put(
                    name,
                    SimpleExpression.compile(exchange.getContext(), String.valueOf(text))
                        .evaluate(exchange, Object.class)));
    asked.remove(WrittenOptions.VERSION);
    return asked;
  }

  private static @Nullable Object body(Message message) {
    Object body = message.getBody();
    if (body instanceof byte[] bytes) {
      return Calls.parsed(new String(bytes, StandardCharsets.UTF_8));
    }
    if (body == null || body instanceof Map || body instanceof Iterable) {
      return body;
    }
    if (body instanceof Number || body instanceof Boolean) {
      return body;
    }
    String text = message.getBody(String.class);
    return text == null ? body : Calls.parsed(text);
  }
}
