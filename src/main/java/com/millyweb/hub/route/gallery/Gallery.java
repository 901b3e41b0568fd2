package com.millyweb.hub.route.gallery;

import com.millyweb.hub.config.PackagedRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The flows that come with the hub to be copied; none of them runs as it lies. */
public final class Gallery {
  private static final String ROOT = "routes/" + PackagedRoutes.GALLERY;

  private Gallery() {}

  /** All flows, by their names. */
  public static List<GalleryFlow> flows() throws IOException {
    Map<String, TreeMap<String, String>> flows = new TreeMap<>();
    var resolver = new PathMatchingResourcePatternResolver(Gallery.class.getClassLoader());
    for (Resource resource : resolver.getResources("classpath*:" + ROOT + "*/**/*.*")) {
      String url = resource.getURL().toString();
      String path = url.substring(url.lastIndexOf("/" + ROOT) + 1 + ROOT.length());
      int slash = path.indexOf('/');
      flows
          .computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
          .put(path.substring(slash + 1), resource.getContentAsString(StandardCharsets.UTF_8));
    }
    List<GalleryFlow> all = new ArrayList<>();
    flows.forEach((name, files) -> all.add(new GalleryFlow(name, files)));
    return all;
  }
}
