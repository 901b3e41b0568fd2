package com.millyweb.hub.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The hub's own inner ports: no request goes there because a whole network was allowed. */
interface OwnPorts {
  /** What of the hub listens there, or null. */
  @Nullable String owner(InetAddress address, int port);
}
