package com.millyweb.hub.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** Real text in good number: what Camel's catalogue says of components and their options. */
final class OptionTexts {
  private static final int LONG_ENOUGH = 40;

  private OptionTexts() {}

  /** A document a component, with a heading an option. */
  static Map<String, String> documents(int number) throws Exception {
    CamelCatalog catalog = new DefaultCamelCatalog();
    Map<String, String> documents = new LinkedHashMap<>();
    for (String name : catalog.findComponentNames()) {
      if (documents.size() == number) {
        break;
      }
      JsonNode json = new ObjectMapper().readTree(catalog.componentJSonSchema(name));
      var text = new StringBuilder("# %s\n\n".formatted(json.at("/component/title").asText()));
      text.append(json.at("/component/description").asText()).append("\n");
      json.path("properties")
          .properties()
          .forEach(
              option -> {
                String description = option.getValue().path("description").asText();
                if (description.length() >= LONG_ENOUGH) {
                  text.append("\n## %s\n\n%s\n".formatted(option.getKey(), description));
                }
              });
      documents.put(name, text.toString());
    }
    return documents;
  }

  static List<String> questions() {
    return new ArrayList<>(
        List.of(
            "how long is a connection kept open",
            "send messages in a transaction",
            "where do I put the password of the server",
            "which character set is used for the file",
            "ignore certificates that are not trusted",
            "number of threads that consume in parallel",
            "poll less often when nothing came",
            "what happens to a message that cannot be delivered",
            "name of the bucket where objects are stored",
            "region of the cloud provider",
            "resume after a restart where it stopped",
            "delete the message after it was read",
            "timeout of a request",
            "compress what is sent",
            "acknowledge by hand",
            "filter events by their topic",
            "proxy host and port",
            "limit the size of the answer",
            "sign requests with a key",
            "order in which records are handled",
            "use a pool of connections",
            "wait between two attempts",
            "only one consumer at a time",
            "headers that are passed on",
            "create the queue when it does not exist"));
  }
}
