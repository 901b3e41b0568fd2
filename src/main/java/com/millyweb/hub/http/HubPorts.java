package com.millyweb.hub.http;

import com.millyweb.hub.config.HubProperties;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The management port and the database of this hub. */
@Component
class HubPorts implements OwnPorts {
  private static final int POSTGRES_PORT = 5432;

  private final HubProperties properties;
  private final Environment environment;
  private final ObjectProvider<HikariDataSource> dataSource;

  HubPorts(
      HubProperties properties,
      Environment environment,
      ObjectProvider<HikariDataSource> dataSource) {
    this.properties = properties;
    this.environment = environment;
    this.dataSource = dataSource;
  }

  @Override
  public @Nullable String owner(InetAddress address, int port) {
    if (port == managementPort() && isLocal(address)) {
      return "the hub's management port";
    }
    return isDatabase(address, port) ? "the hub's database" : null;
  }

  private int managementPort() {
    return environment.getProperty(
        "local.management.port", Integer.class, properties.managementPort());
  }

  private boolean isDatabase(InetAddress address, int port) {
    HikariDataSource source = dataSource.getIfAvailable();
    String url = source == null ? null : source.getJdbcUrl();
    if (url == null || !url.startsWith("jdbc:postgresql://")) {
      return false;
    }
    URI uri = URI.create(url.substring("jdbc:".length()).replaceFirst("\\?.*", ""));
    int databasePort = uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort();
    if (uri.getHost() == null || databasePort != port) {
      return false;
    }
    try {
      for (InetAddress database : InetAddress.getAllByName(uri.getHost())) {
        if (database.equals(address) || isLocal(database) && isLocal(address)) {
          return true;
        }
      }
    } catch (UnknownHostException e) {
      return false;
    }
    return false;
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
