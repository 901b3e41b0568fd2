package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.DataFormatModel;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Marshal and unmarshal can only use what is part of the hub; Camel finds one a round. */
final class DataFormatCheck {
  private static final String SERVICES = "META-INF/services/org/apache/camel/dataformat/";
  private static final Set<String> STEPS = Set.of("marshal", "unmarshal");

  /** The model's name, as {@code json}, and the formats behind it, as {@code jackson}. */
  private final Map<String, Set<String>> formats = new TreeMap<>();

  private final Set<String> available = new TreeSet<>();

  DataFormatCheck() {
    CamelCatalog catalogue = new DefaultCamelCatalog(true);
    for (String name : catalogue.findDataFormatNames()) {
      DataFormatModel model = catalogue.dataFormatModel(name);
      if (model != null) {
        formats.computeIfAbsent(model.getModelName(), key -> new TreeSet<>()).add(name);
        if (DataFormatCheck.class.getClassLoader().getResource(SERVICES + name) != null) {
          available.add(model.getModelName());
        }
      }
    }
  }

  void check(@Nullable Node node, RouteOutline outline) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> check(item, outline));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        boolean step =
            tuple.getKeyNode() instanceof ScalarNode key && STEPS.contains(key.getValue());
        if (step && tuple.getValueNode() instanceof MappingNode options) {
          options.getValue().forEach(option -> format(option, outline));
        } else {
          check(tuple.getValueNode(), outline);
        }
      }
    }
  }

  private void format(NodeTuple option, RouteOutline outline) {
    if (!(option.getKeyNode() instanceof ScalarNode key) || !formats.containsKey(key.getValue())) {
      return;
    }
    List<String> wanted = new ArrayList<>(formats.getOrDefault(key.getValue(), Set.of()));
    String library = library(option.getValueNode());
    if (library != null) {
      wanted.removeIf(name -> !name.toLowerCase(Locale.ROOT).contains(library));
    }
    boolean there =
        wanted.stream()
            .anyMatch(
                name ->
                    DataFormatCheck.class.getClassLoader().getResource(SERVICES + name) != null);
    if (!there) {
      outline.error(
          key,
          "Data format '%s'%s is not part of the hub"
              .formatted(key.getValue(), library == null ? "" : " of the library " + library),
          library == null ? Nearest.to(key.getValue(), available) : null);
    }
  }

  private static @Nullable String library(Node options) {
    if (options instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals("library")
            && tuple.getValueNode() instanceof ScalarNode value) {
          return value.getValue().toLowerCase(Locale.ROOT);
        }
      }
    }
    return null;
  }
}
