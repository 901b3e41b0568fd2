package com.millyweb.hub.connect.websocket;

import java.util.function.Consumer;

/**
 * Whoever has a connection.
 *
 * @param received takes a text or bytes, and may wait
 * @param lost hears why the connection is no more
 */
record WebSocketListener(Consumer<Object> received, Consumer<String> lost) {
  /** Of a connection that is only sent to. */
  static final WebSocketListener NONE = new WebSocketListener(message -> {}, reason -> {});
}
