/** WebSocket, as a client. */
@NullMarked
package com.millyweb.hub.connect.websocket;

import org.jspecify.annotations.NullMarked;
