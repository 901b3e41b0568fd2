package com.millyweb.hub.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Route files that try to get at what is not theirs: every place of Camel's YAML schema that takes
 * an expression, an address or an option, crossed with ways to misuse it.
 */
final class Attempts {
  static final String FILE = "flow/attempt.camel.yaml";

  /** What stands for the attack in a place. */
  private static final String HERE = "@@";

  /**
   * @param content a file that begins at {@code direct:attempt}
   */
  record Attempt(String name, String content) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Steps of the schema with what they need besides, where that is no plain text. */
  private static final Map<String, String> NEEDS =
      Map.of(
          "choice",
          "{when: [{@@, steps: [{log: x}]}]}",
          "doTry",
          "",
          "aggregate",
          "",
          "resequence",
          "",
          "script",
          "",
          "idempotentConsumer",
          "",
          "setHeaders",
          "{headers: [{name: x, expression: {@@}}]}",
          "setVariables",
          "{variables: [{name: x, expression: {@@}}]}",
          "throttle",
          "{expression: {@@}, timePeriodMillis: '1'}",
          "sort",
          "{expression: {@@}}");

  private static final List<String> EXPRESSIONS =
      List.of(
          "simple: '${sys.user.home}'",
          "simple: '$simple{sys.user.home}'",
          "simple: '${env.PATH}'",
          "simple: '$simple{env:PATH}'",
          "simple: '${sysenv.PATH}'",
          "simple: '${properties:hub.admin-token}'",
          "simple: '$simple{properties:hub.admin-token}'",
          "simple: '${propertiesExist:hub.admin-token}'",
          "simple: '${ref:dataSource}'",
          "simple: '$simple{ref:adminToken}'",
          "simple: '${bean:dataSource.getPassword}'",
          "simple: '$simple{bean:dataSource?method=getPassword}'",
          "simple: '${bean:adminToken?method=reveal}'",
          "simple: '${bean:type:java.lang.Runtime?method=getRuntime}'",
          "simple: '${type:java.lang.Runtime.getRuntime}'",
          "simple: '${body.class}'",
          "simple: '$simple{body.getClass}'",
          "simple: '${camelContext.name}'",
          "simple: '$simple{camelContext.registry}'",
          "simple: '${exchange.context.name}'",
          "simple: '$simple{exchange.getContext}'",
          "simple: '${bodyAs(java.io.File).absolutePath}'",
          "simple: '${messageAs(java.io.File)}'",
          "simple: '${iif(${body} == 1,${env.PATH},x)}'",
          "simple: 'resource:file:/proc/self/environ'",
          "simple: 'resource:http://127.0.0.1:1/x'",
          "simple: 'resource:classpath:application.yaml'",
          "simple: '{{hub.admin-token}}'",
          "simple: '{{env:PATH}}'",
          "simple: '{{sys:user.home}}'",
          "simple: '{{secrets.safe}}'",
          "simple: '{{java.home:x}}'",
          "constant: 'resource:file:/proc/self/environ'",
          "constant: {expression: 'resource:file:/proc/self/environ', resultType: int}",
          "constant: 'resource:ref:adminToken'",
          "constant: 'resource:env:PATH'",
          "constant: '{{hub.admin-token}}'",
          "constant: '{{bean:adminToken.reveal}}'",
          "constant: {expression: x, resultType: java.io.File}",
          "header: 'resource:file:/proc/self/environ'",
          "tokenize: {token: 'resource:file:/proc/self/environ'}",
          "method: {ref: dataSource, method: getPassword}",
          "method: {ref: adminToken, method: reveal}",
          "method: {beanType: java.lang.Runtime, method: getRuntime}",
          "ref: dataSource",
          "groovy: 'System.getenv()'",
          "javascript: '1'",
          "java: 'return 1;'",
          "csimple: '${body}'",
          "ognl: '@java.lang.Runtime@getRuntime()'",
          "mvel: 'System.getenv()'",
          "spel: 'T(java.lang.Runtime)'",
          "python: '1'",
          "datasonnet: '1'",
          "wasm: 'x'",
          "language: {language: groovy, expression: 'System.getenv()'}",
          "language: {language: mvel, expression: 'System.getenv()'}");

  private static final List<String> ADDRESSES =
      List.of(
          "exec:id?args=x",
          "file:/tmp/attempt",
          "ftp:127.0.0.1/x",
          "sftp:127.0.0.1/x",
          "ssh:127.0.0.1",
          "language:simple:${body}",
          "language:groovy:resource:file:/etc/passwd",
          "class:java.lang.Runtime?method=getRuntime",
          "controlbus:route?routeId=ingress.door&action=stop",
          "ref:dataSource",
          "dataSource",
          "adminToken",
          "script:groovy",
          "xslt:file:/etc/passwd",
          "velocity:file:/etc/passwd",
          "validator:file:/etc/passwd",
          "browse:x",
          "stub:x",
          "dataset:x",
          "telegram:bots?authorizationToken={{secrets.safe}}&baseUri=http://127.0.0.1:1",
          "webhook:x",
          "netty-http:http://0.0.0.0:0/x",
          "jetty:http://0.0.0.0:0/x",
          "undertow:http://0.0.0.0:0/x",
          "vertx-http:127.0.0.1",
          "vertx-websocket:127.0.0.1",
          "websocket:127.0.0.1",
          "servlet:/x",
          "rest:get:x",
          "rest-api:x",
          "kamelet:x",
          "spring-event:x",
          "{{none:exec:id}}",
          "{{vars.none:exec:id}}",
          "{{hub.admin-token}}",
          "event:{{hub.admin-token}} x",
          "event:x?subject={{secrets.safe}}",
          "log:{{secrets.safe}}",
          "log:x?marker={{secrets.safe}}",
          "log:x?marker=#dataSource",
          "log:x?exchangeFormatter=#class:java.lang.ProcessBuilder",
          "log:x?exchangeFormatter=#type:javax.sql.DataSource",
          "log:x?exchangeFormatter=RAW(#bean:adminToken)",
          "log:x?exchangeFormatter=%23bean:adminToken",
          "bean:dataSource?method=getPassword",
          "bean:adminToken?method=reveal",
          "bean:java.lang.Runtime?method=getRuntime",
          "bean:greeter?bean.x=1",
          "sql:select 1?dataSource=#dataSource",
          "sql:select 1?template.dataSource=#bean:dataSource",
          "sql:file:/etc/passwd",
          "sql:http://127.0.0.1:1/x",
          "sql:classpath:application.yaml",
          "sql:classpath:sql/../application.yaml",
          "http://127.0.0.1:1/x?httpClientConfigurer=#class:java.lang.ProcessBuilder",
          "http://127.0.0.1:1/x?oauth2ClientId=a&oauth2ClientSecret=b&oauth2TokenEndpoint=http://127.0.0.1:1/",
          "http://127.0.0.1:1/x?httpClient.proxy=127.0.0.1",
          "platform-http:/attempt");

  private Attempts() {}

  /** Places for an expression: the line of the step, with {@code @@} where the language goes. */
  static Map<String, String> expressionPlaces() {
    Map<String, String> places = new LinkedHashMap<>();
    JsonNode definitions = schema().path("items").path("definitions");
    JsonNode steps =
        definitions.path("org.apache.camel.model.ProcessorDefinition").path("properties");
    for (String step : names(steps)) {
      JsonNode definition = definition(steps.path(step), definitions);
      if (NEEDS.containsKey(step)) {
        if (!NEEDS.get(step).isEmpty()) {
          places.put(step, "- %s: %s".formatted(step, NEEDS.get(step)));
        }
      } else if (takesExpression(definition) && !isDestination(step)) {
        StringBuilder needs = new StringBuilder();
        for (JsonNode required : definition.path("required")) {
          if (!required.asText().equals("expression")) {
            needs.append(", ").append(required.asText()).append(": x");
          }
        }
        String more =
            step.equals("split") || step.equals("filter") || step.equals("loop")
                ? ", steps: [{log: x}]"
                : "";
        places.put(step, "- %s: {expression: {%s}%s%s}".formatted(step, HERE, needs, more));
      }
    }
    places.put(
        "log",
        "- log: {message: 'x', logLanguage: simple}\n        - setBody: {%s}".formatted(HERE));
    return places;
  }

  private static boolean isDestination(String step) {
    return Set.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter")
        .contains(step);
  }

  private static boolean takesExpression(JsonNode definition) {
    return definition.path("properties").has("expression")
        && definition.toString().contains("org.apache.camel.model.language.");
  }

  private static JsonNode definition(JsonNode property, JsonNode definitions) {
    String ref = property.path("$ref").asText();
    return ref.isEmpty() ? property : definitions.path(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Places for an address, with {@code @@} where it goes. */
  static Map<String, String> addressPlaces() {
    Map<String, String> places = new LinkedHashMap<>();
    for (String step : List.of("to", "toD", "wireTap", "poll")) {
      places.put(step, "- %s: {uri: \"%s\"}".formatted(step, HERE));
    }
    for (String step :
        List.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter")) {
      places.put(
          step + " constant", "- %s: {expression: {constant: \"%s\"}}".formatted(step, HERE));
      places.put(step + " simple", "- %s: {simple: \"%s\"}".formatted(step, HERE));
    }
    return places;
  }

  /** Everything that is tried. */
  static Stream<Attempt> all() {
    List<Attempt> all = new ArrayList<>();
    int turn = 0;
    for (var place : expressionPlaces().entrySet()) {
      for (int i = 0; i < EXPRESSIONS.size(); i++) {
        // each at setBody, and all of them at all places in turns
        if (place.getKey().equals("setBody") || (i + turn) % 9 == 0) {
          all.add(attempt(place.getKey(), place.getValue(), EXPRESSIONS.get(i)));
        }
      }
      turn++;
    }
    for (var place : addressPlaces().entrySet()) {
      for (int i = 0; i < ADDRESSES.size(); i++) {
        if (place.getKey().equals("to") || (i + turn) % 9 == 0) {
          all.add(attempt(place.getKey(), place.getValue(), ADDRESSES.get(i)));
        }
      }
      turn++;
    }
    options().forEach(all::add);
    entrances().forEach(all::add);
    elements().forEach(all::add);
    return all.stream();
  }

  private static List<Attempt> options() {
    return Stream.of(
            "- bean: {ref: dataSource, method: getPassword}",
            "- bean: {ref: adminToken, method: reveal}",
            "- bean: {ref: camelContext, method: getName}",
            "- bean: {ref: http-component, method: getCamelContext}",
            "- bean: {ref: propertiesParser, method: \"customLookup('hub.admin-token')\"}",
            "- split: {simple: '${body}', aggregationStrategy: propertiesParser, aggregationStrategyMethodName: parseProperty, steps: [{log: x}]}",
            "- setBody: {method: {ref: propertiesParser, method: \"customLookup('hub.admin-token')\"}}",
            "- bean: {beanType: java.lang.Runtime, method: getRuntime}",
            "- bean: {ref: '#class:java.lang.ProcessBuilder'}",
            "- process: {ref: dataSource}",
            "- process: {ref: '#class:org.apache.camel.impl.DefaultCamelContext'}",
            "- split: {simple: '${body}', aggregationStrategy: dataSource, steps: [{log: x}]}",
            "- split: {simple: '${body}', aggregationStrategy: '#bean:adminToken', aggregationStrategyMethodName: reveal, steps: [{log: x}]}",
            "- multicast: {aggregationStrategy: adminToken, aggregationStrategyMethodName: reveal, steps: [{log: x}]}",
            "- enrich: {constant: 'log:x', aggregationStrategy: dataSource, aggregationStrategyMethodName: getPassword}",
            "- log: {message: 'System.getenv()', logLanguage: groovy}",
            "- log: {message: '$simple{env.PATH}'}",
            "- log: {message: 'x', logger: dataSource}",
            "- convertBodyTo: {type: java.io.File}",
            "- convertBodyTo: {type: java.lang.ProcessBuilder}",
            "- convertHeaderTo: {name: x, type: java.net.URL}",
            "- unmarshal: {json: {unmarshalType: java.lang.ProcessBuilder}}",
            "- unmarshal: {json: {objectMapper: '#bean:dataSource'}}",
            "- marshal: {custom: {ref: dataSource}}",
            "- unmarshal: {yaml: {library: SnakeYAML}}",
            "- throwException: {exceptionType: java.lang.Runtime, message: x}",
            "- throwException: {ref: dataSource}",
            "- kamelet: {name: x}",
            "- saga: {compensation: 'exec:id', steps: [{log: x}]}",
            "- to: {uri: 'http://127.0.0.1:1/x', parameters: {httpContext: '#bean:dataSource'}}",
            "- to: {uri: 'log:x', parameters: {marker: '{{secrets.safe}}'}}",
            "- to: {uri: 'log:x', parameters: {marker: '{{hub.admin-token}}'}}",
            "- to: {uri: 'log:{{vars.none:x}}', parameters: {exchangeFormatter: '{{vars.none:#bean:dataSource}}'}}",
            "- toD: {uri: 'http://127.0.0.1:1/x', parameters: {token: '{{secrets.safe}}'}}",
            "- setHeader: {name: '{{hub.admin-token}}', constant: x}",
            "- script: {groovy: 'System.getenv()'}",
            "- setBody: {simple: {expression: '${body}', resultType: java.io.File}}",
            "- threads: {executorService: dataSource}",
            "- loadBalance: {customLoadBalancer: {ref: dataSource}, steps: [{log: x}]}",
            "- idempotentConsumer: {simple: '${body}', idempotentRepository: dataSource, steps: [{log: x}]}",
            "- serviceCall: {name: x}",
            "- transacted: {ref: dataSource}",
            "- policy: {ref: dataSource, steps: [{log: x}]}")
        .map(step -> new Attempt(step, route(step)))
        .toList();
  }

  /** Ways in beside the doors. */
  private static List<Attempt> entrances() {
    return Stream.of(
            "platform-http:/attempt",
            "http:127.0.0.1/x",
            "rest:get:attempt",
            "webhook:x",
            "netty-http:http://0.0.0.0:0/x",
            "jetty:http://0.0.0.0:0/x",
            "undertow:http://0.0.0.0:0/x",
            "vertx-websocket:0.0.0.0:0/x",
            "servlet:/x",
            "file:/tmp",
            "telegram:bots?authorizationToken=1:x",
            "{{vars.none:platform-http:/attempt}}",
            "log:x")
        .map(uri -> new Attempt("from " + uri, route("- log: x").replace("direct:attempt", uri)))
        .toList();
  }

  private static List<Attempt> elements() {
    return Stream.of(
            "- beans: [{name: x, type: java.lang.ProcessBuilder}]",
            "- beans: [{name: x, type: 'org.apache.camel.impl.DefaultCamelContext'}]",
            "- beans: [{name: x, script: 'new Object()', scriptLanguage: groovy, type: java.lang.Object}]",
            "- rest: {path: /attempt, get: [{to: 'direct:attempt'}]}",
            "- restConfiguration: {component: platform-http}",
            "- routeConfiguration: {intercept: [{intercept: {steps: [{log: x}]}}]}",
            "- intercept: {steps: [{log: x}]}",
            "- interceptFrom: {uri: '*', steps: [{log: x}]}",
            "- interceptSendToEndpoint: {uri: 'event:*', steps: [{to: 'exec:id'}]}",
            "- onException: {exception: [java.lang.Exception], steps: [{to: 'exec:id'}]}",
            "- onCompletion: {steps: [{log: x}]}",
            "- errorHandler: {deadLetterChannel: {deadLetterUri: 'exec:id'}}",
            "- routeTemplate: {id: x, from: {uri: 'timer:x', steps: [{log: x}]}}",
            "- dataFormats: {json: {id: x}}",
            "- from: {uri: 'platform-http:/attempt', steps: [{log: x}]}")
        .map(element -> new Attempt(element, element + "\n" + route("- log: x")))
        .toList();
  }

  private static Attempt attempt(String name, String place, String attack) {
    String shown = name + " with " + attack;
    return new Attempt(shown, route(place.replace(HERE, attack)));
  }

  /** The same place with something harmless, which shows that it is one. */
  static Attempt harmless(Map.Entry<String, String> place, String instead) {
    return attempt(place.getKey(), place.getValue(), instead);
  }

  static String route(String step) {
    return """
        - route:
            id: flow.attempt
            description: Tries.
            from:
              uri: "direct:attempt"
              steps:
                %s
        """
        .formatted(step);
  }

  private static JsonNode schema() {
    try (InputStream in =
        Attempts.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
