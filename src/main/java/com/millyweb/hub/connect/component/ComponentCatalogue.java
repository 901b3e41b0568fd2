package com.millyweb.hub.connect.component;

import com.millyweb.hub.config.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;

/** The components that Camel has, of the version that the hub is made with. */
public final class ComponentCatalogue {
  private final CamelCatalog camel = new DefaultCamelCatalog(true);

  static String camelVersion() {
    return new DefaultCamelCatalog(false).getCatalogVersion();
  }

  /**
   * A component as the catalogue has it.
   *
   * @param schemes what URIs begin with, the name too
   */
  public record Listed(
      String name,
      String title,
      String group,
      String artifact,
      String version,
      Set<String> schemes) {}

  public @Nullable Listed find(String name) {
    ComponentModel model =
        camel.findComponentNames().contains(name) ? camel.componentModel(name) : null;
    if (model == null) {
      return null;
    }
    Set<String> schemes = new LinkedHashSet<>(Set.of(name));
    if (model.getAlternativeSchemes() != null) {
      schemes.addAll(List.of(model.getAlternativeSchemes().split(",")));
    }
    return new Listed(
        name,
        model.getTitle(),
        model.getGroupId(),
        model.getArtifactId(),
        model.getVersion(),
        schemes);
  }

  /** The name that was meant; null when none is near. */
  public @Nullable String near(String name) {
    return Nearest.to(name, new TreeSet<>(camel.findComponentNames()));
  }
}
