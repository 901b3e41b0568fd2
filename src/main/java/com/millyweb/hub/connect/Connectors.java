package com.millyweb.hub.connect;

import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.http.GuardedSockets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** The connectors of the jar, and those that were added. */
public final class Connectors implements Reach {
  /** Where routes of ingress may begin, and where they only send. */
  private static final Map<String, Boolean> IN_THE_JAR =
      Map.ofEntries(
          Map.entry("atom", true),
          Map.entry("file", true),
          Map.entry("ftp", true),
          Map.entry("ftps", true),
          Map.entry("imap", true),
          Map.entry("imaps", true),
          Map.entry("paho-mqtt5", true),
          Map.entry("rss", true),
          Map.entry("sftp", true),
          Map.entry("smtp", false),
          Map.entry("smtps", false),
          Map.entry("websocket", true));

  private final ConnectProperties properties;
  private final AddedComponents added;
  private final Folders folders;
  private final Hosts hosts;
  private final @Nullable GuardedSockets sockets;
  private final Function<String, @Nullable DataSource> databases;
  private final Troubles troubles;

  Connectors(
      ConnectProperties properties,
      AddedComponents added,
      EgressCheck egress,
      @Nullable GuardedSockets sockets,
      Function<String, @Nullable DataSource> databases,
      Troubles troubles) {
    this.properties = properties;
    this.added = added;
    this.folders = new Folders(properties.folders());
    this.hosts = new Hosts(egress);
    this.sockets = sockets;
    this.databases = databases;
    this.troubles = troubles;
  }

  /** The same rules where nothing is connected. */
  public static Connectors toCheck(
      ConnectProperties properties, AddedComponents added, EgressCheck egress) {
    return new Connectors(
        properties,
        added,
        egress,
        null,
        name -> properties.databases().containsKey(name) ? new NoConnection() : null,
        new Troubles());
  }

  /** The schemes that the jar has connectors for. */
  public static Set<String> inTheJar() {
    return new TreeSet<>(IN_THE_JAR.keySet());
  }

  @Override
  public Set<String> schemes() {
    Set<String> all = inTheJar();
    all.addAll(added.schemes());
    return all;
  }

  @Override
  public boolean mayBegin(String scheme) {
    return IN_THE_JAR.getOrDefault(scheme, false) || added.schemes().contains(scheme);
  }

  @Override
  public String address(String uri) {
    return uri.startsWith(Folders.SCHEME + ":") ? folders.address(uri) : uri;
  }

  @Override
  public void confine(Endpoint endpoint) {
    String uri = endpoint.getEndpointUri();
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
    if (!schemes().contains(scheme)) {
      return;
    }
    switch (scheme) {
      case "file" -> folders.confine(endpoint);
      case "ftp", "ftps", "sftp" ->
          FileServers.confine(endpoint, hosts, sockets, properties.folders().values());
      case "imap", "imaps", "smtp", "smtps" -> Mailboxes.confine(endpoint, hosts, sockets);
      case "paho-mqtt5" -> Brokers.confine(endpoint, hosts, sockets);
      case "atom", "rss", "websocket" -> WebAddresses.confine(endpoint, hosts);
      default -> {
        // an added component reaches what its own options say: who added it decided so
      }
    }
    if (endpoint instanceof DefaultEndpoint made) {
      // what is down when the route starts fails a message, which is tried again, and not the route
      made.setLazyStartProducer(true);
    }
    if (endpoint instanceof ScheduledPollEndpoint polled) {
      troubles.watch(polled);
    }
  }

  @Override
  public @Nullable DataSource database(String name) {
    return databases.apply(name);
  }

  @Override
  public ClassLoader classes() {
    return added.classes();
  }

  @Override
  public String missing(String scheme) {
    return added.missing(scheme);
  }
}
