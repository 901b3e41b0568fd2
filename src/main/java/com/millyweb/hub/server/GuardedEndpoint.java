package com.millyweb.hub.server;

import com.millyweb.hub.http.AddressBlock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Takes at most half of all connections from one address (/64 of IPv6), but for trusted proxies.
 */
final class GuardedEndpoint extends NioEndpoint {
  private @Nullable TrustedProxies proxies;

  void exempt(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** Called for each new connection; false closes it. */
  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    int most = getMaxConnections() / 2;
    // nobody has half of them before there are as many
    if (getConnectionCount() > most && holdsTooMany(socket, most)) {
      return false;
    }
    return super.setSocketOptions(socket);
  }

  private boolean holdsTooMany(SocketChannel socket, int most) {
    try {
      if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote)) {
        return false;
      }
      String address = remote.getAddress().getHostAddress();
      if (proxies != null && proxies.contains(address)) {
        return false;
      }
      String subscriber = AddressBlock.subscriber(address);
      int count = 0;
      for (SocketWrapperBase<NioChannel> connection : getConnections()) {
        String other = connection.getRemoteAddr();
        if (other != null && subscriber.equals(AddressBlock.subscriber(other))) {
          count++;
        }
      }
      return count >= most;
    } catch (IOException e) {
      return true;
    }
  }
}
