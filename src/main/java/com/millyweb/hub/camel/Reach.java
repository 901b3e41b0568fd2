package com.millyweb.hub.camel;

import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What routes reach beyond the hub: the connectors, each within the folders, hosts and databases
 * that the configuration names.
 */
public interface Reach {
  /** No connector. */
  Reach NOTHING =
      new Reach() {
        @Override
        public Set<String> schemes() {
          return Set.of();
        }

        @Override
        public boolean mayBegin(String scheme) {
          return false;
        }

        @Override
        public String address(String uri) {
          return uri;
        }

        @Override
        public void confine(Endpoint endpoint) {}

        @Override
        public @Nullable DataSource database(String name) {
          return null;
        }

        @Override
        public ClassLoader classes() {
          return Reach.class.getClassLoader();
        }

        @Override
        public String missing(String scheme) {
          return "Component '%s' is not part of the hub".formatted(scheme);
        }
      };

  /** The components that are open beside the hub's own. */
  Set<String> schemes();

  /** Whether routes of ingress may begin there. */
  boolean mayBegin(String scheme);

  /**
   * The URI with what the configuration has a name for in the place of the name.
   *
   * @throws IllegalArgumentException when the configuration does not have the name; its message
   *     says which line to add
   */
  String address(String uri);

  /**
   * Keeps the endpoint within what the configuration allows.
   *
   * @throws IllegalArgumentException when it leads elsewhere; its message says which line to add
   */
  void confine(Endpoint endpoint);

  /** A database of {@code hub.connect.databases}; null when there is none of that name. */
  @Nullable DataSource database(String name);

  /** Where the classes of components are found, those that were added too. */
  ClassLoader classes();

  /** What to do about a component that is not there. */
  String missing(String scheme);
}
