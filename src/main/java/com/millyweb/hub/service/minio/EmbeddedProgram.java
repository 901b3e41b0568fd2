package com.millyweb.hub.service.minio;

import com.millyweb.hub.process.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The process of the embedded object storage. It has a class loader of its own, for its libraries
 * are those of the hub in other versions, and ends with its standard input: then the hub is gone.
 */
final class EmbeddedProgram {
  static final String READY = "ready";

  private EmbeddedProgram() {}

  /**
   * @param arguments the file of its settings, the file of its log, its jars
   */
  public static void main(String[] arguments) throws Exception {
    ChildJvm.beKilledFirst();
    System.setProperty("hub.storage.log", arguments[1]);
    System.setProperty(
        "logback.configurationFile",
        Objects.requireNonNull(EmbeddedProgram.class.getResource("/embedded/s3proxy-log.xml"))
            .toString());
    List<URL> jars = new ArrayList<>();
    for (String jar : List.of(arguments).subList(2, arguments.length)) {
      jars.add(new File(jar).toURI().toURL());
    }
    var loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    var end = new Thread(EmbeddedProgram::endWithInput, "end");
    end.setDaemon(true);
    end.start();
    PrintStream hub = System.out;
    loader
        .loadClass("org.gaul.s3proxy.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {"--properties", arguments[0]});
    hub.println(READY);
    hub.flush();
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // says nothing
      }
    } catch (IOException e) {
      // gone as well
    }
    // an object is whole or not there, whenever it ends
    Runtime.getRuntime().halt(0);
  }
}
