package com.millyweb.hub.ingress;

import com.millyweb.hub.HubProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The kinds of doors: the files of {@code routes/ingress} besides the entrances themselves. */
@Component
final class Kinds {
  private static final String SUFFIX = ".camel.yaml";
  private static final Set<String> ENTRANCES = Set.of("catch-up", "door", "schedule");

  private static final Set<String> BUILT_IN =
      Set.of(
          "alertmanager",
          "bearer",
          "discord",
          "forgejo",
          "gitea",
          "github",
          "gitlab",
          "gogs",
          "grafana",
          "hmac",
          "home-assistant",
          "minio",
          "n8n",
          "slack",
          "standard",
          "stripe",
          "telegram",
          "uptime-kuma");

  private final Set<String> names = new TreeSet<>();

  Kinds(HubProperties hub) {
    String folder =
        Files.isDirectory(hub.routes()) ? hub.routes().toUri().toString() : "classpath:routes/";
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources(folder + "ingress/*" + SUFFIX)) {
        String name = file.getFilename();
        if (name != null) {
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("The routes in %s can not be read".formatted(folder), e);
    }
    names.removeAll(ENTRANCES);
  }

  /** Whether the jar has a kind of this name, whatever file stands for it. */
  boolean isBuiltIn(String kind) {
    return BUILT_IN.contains(kind);
  }

  Set<String> names() {
    return names;
  }
}
