package com.millyweb.hub.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The routes that come with the hub. The user's folder lies on top of them, file by file.
 *
 * @param packaged whether they run where the folder has no file of the same path; false when the
 *     folder is complete by itself
 */
@ConfigurationProperties("hub.route")
public record PackagedRoutes(@DefaultValue("true") boolean packaged) {
  private static final String ROOT = "routes/";
  private static final List<String> FILES =
      List.of("classpath*:" + ROOT + "**/*.camel.yaml", "classpath*:" + ROOT + "**/*.agent.yaml");

  /** Files to copy; they run nowhere as they lie. */
  public static final String GALLERY = "gallery/";

  private static final Pattern BUILT = Pattern.compile("/target/[^/]+/" + ROOT);

  /**
   * The files by their path below {@code routes}.
   *
   * @throws UncheckedIOException when the jar cannot be read
   */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    if (!packaged) {
      return files;
    }
    try {
      for (String pattern : FILES) {
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
          String url = file.getURL().toString();
          String path = url.substring(url.lastIndexOf("/" + ROOT) + 1 + ROOT.length());
          if (!path.startsWith(GALLERY) && !isGoneFromTheClone(url)) {
            files.put(path, file.getContentAsString(StandardCharsets.UTF_8));
          }
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("The packaged routes cannot be read", e);
    }
  }

  /** A file beside the routes, such as a sample; null where there is none. */
  public @Nullable String beside(String path) {
    URL url = packaged ? url(path) : null;
    return url == null || isGoneFromTheClone(url.toString()) ? null : content(path, url);
  }

  /** A file that came with the hub, whether or not the hub is to run by what came with it. */
  public static @Nullable String shipped(String path) {
    URL url = url(path);
    return url == null ? null : content(path, url);
  }

  private static @Nullable URL url(String path) {
    return PackagedRoutes.class.getClassLoader().getResource(ROOT + path);
  }

  private static String content(String path, URL url) {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The packaged %s cannot be read".formatted(path), e);
    }
  }

  /**
   * In a clone the classes lie in a folder, and the build leaves there what was deleted from {@code
   * routes} since.
   */
  private static boolean isGoneFromTheClone(String url) {
    if (!url.startsWith("file:")) {
      return false;
    }
    String path = Path.of(URI.create(url)).toString();
    Matcher built = BUILT.matcher(path);
    if (!built.find()) {
      return false;
    }
    Path clone = Path.of(path.substring(0, built.start()));
    return Files.isRegularFile(clone.resolve("pom.xml"))
        && !Files.exists(clone.resolve(ROOT).resolve(path.substring(built.end())));
  }
}
