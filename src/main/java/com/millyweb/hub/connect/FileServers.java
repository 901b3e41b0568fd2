package com.millyweb.hub.connect;

import com.millyweb.hub.http.GuardedSockets;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.RemoteFileConfiguration;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/** {@code ftp:}, {@code ftps:} and {@code sftp:}. */
final class FileServers {
  private FileServers() {}

  static void confine(
      Endpoint endpoint, Hosts hosts, @Nullable GuardedSockets sockets, Collection<Path> folders) {
    var files = (RemoteFileEndpoint<?>) endpoint;
    RemoteFileConfiguration configuration = files.getConfiguration();
    hosts.require(configuration.getHost(), configuration.getPort());
    // a server that is down is a failed poll, which health shows, and not silence
    configuration.setThrowExceptionOnConnectFailed(true);
    files.setJailStartingDirectory(true);
    if (endpoint instanceof SftpEndpoint sftp) {
      keys(sftp.getConfiguration(), folders);
      if (sockets != null) {
        sftp.setProxy(new GuardedSsh(sockets));
      }
    }
  }

  private static void keys(SftpConfiguration configuration, Collection<Path> folders) {
    inFolder("privateKeyFile", configuration.getPrivateKeyFile(), folders);
    inFolder("knownHostsFile", configuration.getKnownHostsFile(), folders);
    // the file of whoever runs the hub is not the route's
    configuration.setUseUserKnownHostsFile(false);
  }

  private static void inFolder(String option, @Nullable String file, Collection<Path> folders) {
    if (file == null) {
      return;
    }
    Path path = Path.of(file).toAbsolutePath().normalize();
    boolean within =
        folders.stream()
            .map(folder -> folder.toAbsolutePath().normalize())
            .anyMatch(folder -> path.startsWith(folder) && Folders.isWithin(folder, path));
    if (!within) {
      throw new IllegalArgumentException(
          "Option '%s' of 'sftp' must name a file in a folder for routes; add to the configuration: hub.connect.folders.<name>: %s"
              .formatted(option, path.getParent()));
    }
  }
}
