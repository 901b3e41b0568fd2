package com.millyweb.hub.camel;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Language;

/** jsonpath, whose paths are read when a route is made; Camel reads them with the first message. */
final class JsonPaths extends JsonLanguage {
  JsonPaths(CamelContext context, Language camels) {
    super(context, camels, Map.class);
  }

  @Override
  void judge(String expression) {
    super.judge(expression);
    String path = expression.strip();
    // what does not start so is one of Camel's short conditions, or simple within the path
    if (path.startsWith("$") && !path.contains("${")) {
      try {
        JsonPath.compile(path);
      } catch (JsonPathException e) {
        throw new IllegalArgumentException(
            "'%s' is no JSONPath: %s".formatted(path, e.getMessage()), e);
      }
    }
  }
}
