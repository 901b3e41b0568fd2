package com.millyweb.hub.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server over a folder. */
record SftpServer(SshServer server) implements AutoCloseable {

  static SftpServer start(Path folder, int port, String word) throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals("hub") && password.equals(word));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
    server.start();
    return new SftpServer(server);
  }

  int port() {
    return server.getPort();
  }

  /** Ends with all its connections, whatever they are in the middle of. */
  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
