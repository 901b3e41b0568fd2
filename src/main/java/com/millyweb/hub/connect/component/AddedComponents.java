package com.millyweb.hub.connect.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components in {@code $HUB_HOME/components}: those that the configuration names are found by
 * Camel through a class loader below the hub's own. The hub's classes come first, so nothing that
 * was added can take the place of anything in the jar.
 */
public final class AddedComponents {
  private static final Logger log = LoggerFactory.getLogger(AddedComponents.class);
  private static final String FOLDER = "components";

  private final Path folder;
  private final Map<String, AddedComponent> named;
  private final Map<String, AddedComponent> others;
  private final List<String> problems;
  private final ClassLoader classes;

  private AddedComponents(
      Path folder,
      Map<String, AddedComponent> named,
      Map<String, AddedComponent> others,
      List<String> problems,
      ClassLoader classes) {
    this.folder = folder;
    this.named = named;
    this.others = others;
    this.problems = problems;
    this.classes = classes;
  }

  /**
   * @param names {@code hub.components}
   */
  public static AddedComponents of(Path home, Collection<String> names) {
    Path folder = folder(home);
    Map<String, AddedComponent> named = new TreeMap<>();
    Map<String, AddedComponent> others = read(folder);
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      AddedComponent added = others.remove(name);
      String problem = problem(name, added);
      if (added == null || problem != null) {
        log.warn("{}", problem);
        problems.add(String.valueOf(problem));
      } else {
        named.put(name, added);
      }
    }
    return new AddedComponents(folder, named, others, problems, loader(named.values()));
  }

  private static @Nullable String problem(String name, @Nullable AddedComponent added) {
    String version = ComponentCatalogue.camelVersion();
    if (added == null) {
      return "hub.components names '%s', which is not there: java -jar hub.jar add %s"
          .formatted(name, name);
    }
    return added.version().equals(version)
        ? null
        : "Component '%s' is of Camel %s, this hub of %s: java -jar hub.jar add %s"
            .formatted(name, added.version(), version, name);
  }

  static Path folder(Path home) {
    return home.toAbsolutePath().resolve(FOLDER);
  }

  private static Map<String, AddedComponent> read(Path folder) {
    Map<String, AddedComponent> found = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> below = Files.list(folder)) {
      below
          .filter(AddedComponent::isOne)
          .map(AddedComponent::read)
          .forEach(added -> found.put(added.name(), added));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(folder), e);
    }
  }

  private static ClassLoader loader(Collection<AddedComponent> added) {
    ClassLoader hub = AddedComponents.class.getClassLoader();
    List<URL> jars = new ArrayList<>();
    for (AddedComponent component : added) {
      component.jars().forEach(jar -> jars.add(url(jar)));
    }
    return jars.isEmpty() ? hub : new URLClassLoader("components", jars.toArray(URL[]::new), hub);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("%s is no file".formatted(jar), e);
    }
  }

  /** The schemes that routes may use. */
  public Set<String> schemes() {
    Set<String> all = new TreeSet<>();
    named.values().forEach(component -> all.addAll(component.schemes()));
    return all;
  }

  public ClassLoader classes() {
    return classes;
  }

  /** Those that routes may use, by their names. */
  public Map<String, AddedComponent> named() {
    return named;
  }

  /** Those that are there and that the configuration does not name. */
  public Map<String, AddedComponent> others() {
    return others;
  }

  /** What the configuration names and routes cannot use, with what to do about it. */
  public List<String> problems() {
    return problems;
  }

  /** What to do about a component that routes cannot use. */
  public String missing(String scheme) {
    for (AddedComponent component : others.values()) {
      if (component.schemes().contains(scheme)) {
        return "Component '%s' is in %s; name it in the configuration: hub.components: %s"
            .formatted(scheme, folder, component.name());
      }
    }
    return "Component '%s' is not part of the hub; fetch it: java -jar hub.jar add %s"
        .formatted(scheme, scheme);
  }
}
