package com.millyweb.hub.connect;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.junit.jupiter.api.Assumptions;

/** Maven's own store on this machine: what tests need beside the class path, without a network. */
public final class LocalRepository {
  private final Path folder =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));

  URI url() {
    return folder.toUri();
  }

  /**
   * The files of artifacts and of all that they need. Skips the test where they are not there,
   * unless {@code HUB_REQUIRE} names the part.
   */
  public List<Path> orSkip(String part, String... artifacts) {
    try {
      return resolve(artifacts);
    } catch (DependencyResolutionException e) {
      String missing =
          "no %s: mvn dependency:get -Dartifact=<each of %s>"
              .formatted(part, String.join(" ", artifacts));
      if (List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains(part)) {
        throw new IllegalStateException(missing, e);
      }
      return Assumptions.abort(missing);
    }
  }

  private List<Path> resolve(String... artifacts) throws DependencyResolutionException {
    RepositorySystem system = new RepositorySystemSupplier().get();
    try {
      var session = MavenRepositorySystemUtils.newSession();
      session.setOffline(true);
      session.setSystemProperties(System.getProperties());
      session.setLocalRepositoryManager(
          system.newLocalRepositoryManager(
              session,
              new org.eclipse.aether.repository.LocalRepository(folder.toFile(), "simple")));
      var request = new CollectRequest();
      for (String artifact : artifacts) {
        request.addDependency(new Dependency(new DefaultArtifact(artifact), "runtime"));
      }
      return system
          .resolveDependencies(session, new DependencyRequest(request, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(found -> found.getFile().toPath())
          .collect(Collectors.toList());
    } finally {
      system.shutdown();
    }
  }
}
