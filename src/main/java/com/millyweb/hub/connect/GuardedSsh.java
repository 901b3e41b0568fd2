package com.millyweb.hub.connect;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import com.millyweb.hub.http.GuardedSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the SSH library lets others make its connection: it calls them a proxy. */
final class GuardedSsh implements Proxy {
  private final GuardedSockets sockets;

  /** Of the thread that connects: one endpoint may have several sessions. */
  private final ThreadLocal<@Nullable Socket> made = new ThreadLocal<>();

  GuardedSsh(GuardedSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public void connect(SocketFactory unused, String host, int port, int timeout) throws IOException {
    Socket socket = sockets.createSocket(host, port);
    if (timeout > 0) {
      socket.setSoTimeout(timeout);
    }
    made.set(socket);
  }

  @Override
  public InputStream getInputStream() {
    try {
      return getSocket().getInputStream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    try {
      return getSocket().getOutputStream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Socket getSocket() {
    return Objects.requireNonNull(made.get());
  }

  /** The session closes the streams, and with them the socket. */
  @Override
  public void close() {
    made.remove();
  }
}
