package com.millyweb.hub.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for protocols other than HTTP, which connect only where outgoing HTTP may connect, too.
 */
public final class GuardedSockets extends SocketFactory {
  private static final int CONNECT_MS = (int) OutgoingHttp.CONNECT_TIMEOUT.toMillis();

  private final EgressGuard guard;
  private final @Nullable InetSocketAddress control;

  GuardedSockets(EgressGuard guard) {
    this(guard, null);
  }

  private GuardedSockets(EgressGuard guard, @Nullable InetSocketAddress control) {
    this.guard = guard;
    this.control = control;
  }

  /**
   * Sockets that may use the other ports of a host as well, where the host may be reached on this
   * one: FTP sends files over a second connection, to a port that its server names.
   */
  public GuardedSockets withPortsOf(String host, int port) {
    return new GuardedSockets(guard, InetSocketAddress.createUnresolved(host, port));
  }

  /**
   * The address of a name, for a client that takes it from here and looks nothing up itself.
   *
   * @throws EgressRefused when a connection to it must not be made
   * @throws UnknownHostException when the name has no address
   */
  public InetAddress address(String host, int port) throws UnknownHostException {
    return guard.resolve(host, port).get(0).getAddress();
  }

  /**
   * @throws EgressRefused when a connection to it must not be made
   * @throws UnknownHostException when the name has no address
   */
  public void check(String host, int port) throws UnknownHostException {
    guard.resolve(host, port);
  }

  private void check(InetSocketAddress target) throws UnknownHostException {
    try {
      guard.judge(target.getHostString(), target.getPort(), target.getAddress());
    } catch (EgressRefused e) {
      if (control == null || !isSameHost(target.getAddress()) || guard.isOwn(target)) {
        throw e;
      }
    }
  }

  private boolean isSameHost(InetAddress address) throws UnknownHostException {
    return control != null
        && guard.resolve(control.getHostString(), control.getPort()).stream()
            .anyMatch(allowed -> allowed.getAddress().equals(address));
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress target, int timeout) throws IOException {
        if (!(target instanceof InetSocketAddress address) || address.isUnresolved()) {
          throw new UnknownHostException(String.valueOf(target));
        }
        check(address);
        super.connect(target, timeout);
      }

      @Override
      public void connect(SocketAddress target) throws IOException {
        connect(target, CONNECT_MS);
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    IOException last = new UnknownHostException(host);
    for (InetAddress address : Arrays.asList(InetAddress.getAllByName(host))) {
      try {
        return createSocket(InetAddress.getByAddress(host, address.getAddress()), port);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }
}
