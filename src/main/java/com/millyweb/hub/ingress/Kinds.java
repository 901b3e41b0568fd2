package com.millyweb.hub.ingress;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.PackagedRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.stereotype.Component;

/**
 * The kinds of doors: the files of {@code routes/ingress} whose route starts at {@code
 * door:<kind>}. The user's folder lies on top of the packaged files, as it does for all routes.
 */
@Component
public final class Kinds {
  private static final Logger log = LoggerFactory.getLogger(Kinds.class);
  private static final String FOLDER = "ingress/";
  private static final String SUFFIX = ".camel.yaml";

  private final Map<String, Kind> known = new ConcurrentHashMap<>();
  private final Path routes;
  private final PackagedRoutes packaged;

  public Kinds(HubProperties hub, PackagedRoutes packaged) {
    routes = hub.routes();
    this.packaged = packaged;
  }

  /**
   * The kind of this name; null when there is none. One whose file cannot be read does not stop the
   * hub: the loader of the routes says what is wrong with it, and its door is closed.
   */
  public @Nullable Kind named(String name) {
    return known.computeIfAbsent(name, this::read);
  }

  /** The names of all kinds, for who asked for another. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    packaged.files().keySet().stream()
        .filter(file -> file.startsWith(FOLDER) && file.lastIndexOf('/') < FOLDER.length())
        .forEach(file -> add(file.substring(FOLDER.length()), names));
    Path folder = routes.resolve(FOLDER);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> add(file.getFileName().toString(), names));
      } catch (IOException | UncheckedIOException e) {
        log.warn("The kinds in {} cannot be read: {}", folder, e.toString());
      }
    }
    names.removeIf(name -> named(name) == null);
    return names;
  }

  Set<String> thatCan(Predicate<KindOptions> can) {
    Set<String> names = names();
    names.removeIf(name -> !can.test(named(name).options()));
    return names;
  }

  /** A route of the kind has started; its sources do what it says from now on. */
  void started(String name, KindOptions options) {
    Kind kind = known.get(name);
    if (kind != null) {
      kind.change(options);
    }
  }

  private @Nullable Kind read(String name) {
    KindFile file;
    try {
      String yaml = text(FOLDER + name + SUFFIX);
      file = yaml == null ? null : KindFile.read(name, yaml);
    } catch (IOException | UncheckedIOException | YamlEngineException e) {
      log.warn("The kind {} cannot be read: {}", name, e.toString());
      return Kind.named(name);
    }
    return file == null ? null : new Kind(name, file.scheme(), options(name, file));
  }

  private static KindOptions options(String name, KindFile file) {
    try {
      return KindOptions.of(file.options());
    } catch (IllegalArgumentException e) {
      log.warn("The options of kind {} cannot be read: {}", name, e.getMessage());
      return KindOptions.NONE;
    }
  }

  private @Nullable String text(String file) throws IOException {
    Path own = routes.resolve(file);
    return Files.exists(own) ? Files.readString(own) : packaged.beside(file);
  }

  private static void add(String file, Set<String> names) {
    if (file.endsWith(SUFFIX) && !file.startsWith(".")) {
      names.add(file.substring(0, file.length() - SUFFIX.length()));
    }
  }
}
