package com.millyweb.hub.connect.component;

import com.millyweb.hub.connect.component.ComponentCatalogue.Listed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.springframework.util.FileSystemUtils;

/**
 * Fetches a component and what it needs beyond the jar, all or nothing. Maven's own library does
 * it, and refuses a file whose checksum is wrong or missing.
 */
public final class ComponentFetch {
  private static final String CHECKSUMS = "aether.layout.maven2.checksumAlgorithms";
  private static final String IN_THE_JAR = "META-INF/hub/jar.txt";

  private final URI repository;
  private final Path folder;

  /**
   * @param home where the folder {@code components} is
   */
  public ComponentFetch(URI repository, Path home) {
    this.repository = repository;
    this.folder = AddedComponents.folder(home);
  }

  /**
   * @throws IOException when it cannot be fetched; nothing is changed then
   */
  public AddedComponent fetch(Listed component) throws IOException {
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, ".fetch-");
    try {
      Path made = Files.createDirectory(work.resolve(component.name()));
      List<Artifact> artifacts = resolve(component, work.resolve("cache"));
      List<String> licences = new ArrayList<>();
      for (Artifact artifact : artifacts) {
        Path jar = artifact.getFile().toPath();
        Files.copy(jar, made.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        licences.addAll(Licences.of(jar, work.resolve("cache"), artifact));
      }
      new AddedComponent(
              component.name(),
              component.version(),
              new TreeSet<>(component.schemes()),
              String.join(", ", new TreeSet<>(licences)),
              List.of())
          .write(made);
      Path target = folder.resolve(component.name());
      FileSystemUtils.deleteRecursively(target);
      move(made, target);
      return AddedComponent.read(target);
    } finally {
      FileSystemUtils.deleteRecursively(work);
    }
  }

  private static void move(Path made, Path target) throws IOException {
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(made, target);
    }
  }

  private List<Artifact> resolve(Listed component, Path cache) throws IOException {
    RepositorySystem system = new RepositorySystemSupplier().get();
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setLocalRepositoryManager(
        system.newLocalRepositoryManager(session, new LocalRepository(cache.toFile())));
    session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
    session.setConfigProperty(CHECKSUMS, "SHA-512,SHA-256,SHA-1");
    session.setSystemProperties(System.getProperties());
    var repositories =
        List.of(new RemoteRepository.Builder("central", "default", repository.toString()).build());
    var root =
        new DefaultArtifact(component.group(), component.artifact(), "jar", component.version());
    Set<String> there = inTheJar();
    var request =
        new DependencyRequest(
            new CollectRequest(new Dependency(root, "runtime"), repositories),
            (node, parents) ->
                node.getArtifact() != null
                    && !"test".equals(scope(node.getDependency()))
                    && !"provided".equals(scope(node.getDependency()))
                    && !there.contains(key(node.getArtifact())));
    try {
      return system.resolveDependencies(session, request).getArtifactResults().stream()
          .map(ArtifactResult::getArtifact)
          .collect(Collectors.toList());
    } catch (DependencyResolutionException e) {
      throw new IOException(
          "%s:%s cannot be fetched from %s: %s"
              .formatted(component.artifact(), component.version(), repository, reason(e)),
          e);
    } finally {
      system.shutdown();
    }
  }

  /** A transfer names its file; what is in the way before has the reason innermost. */
  private static String reason(Throwable e) {
    Throwable inner = e;
    while (inner.getCause() != null && !(inner instanceof ArtifactTransferException)) {
      inner = inner.getCause();
    }
    return String.valueOf(inner.getMessage());
  }

  private static String scope(Dependency dependency) {
    return dependency == null ? "" : dependency.getScope();
  }

  private static String key(Artifact artifact) {
    return artifact.getGroupId() + ":" + artifact.getArtifactId();
  }

  /** {@code group:artifact} of all that the jar is made of. */
  private static Set<String> inTheJar() throws IOException {
    Set<String> there = new HashSet<>();
    try (InputStream in = ComponentFetch.class.getClassLoader().getResourceAsStream(IN_THE_JAR)) {
      if (in == null) {
        throw new IOException("%s is missing in the jar".formatted(IN_THE_JAR));
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.strip().split(":");
        if (parts.length >= 4) {
          there.add(parts[0] + ":" + parts[1]);
        }
      }
    }
    return there;
  }
}
