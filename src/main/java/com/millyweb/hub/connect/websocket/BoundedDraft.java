package com.millyweb.hub.connect.websocket;

import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.protocols.Protocol;

/**
 * The protocol without extensions, with bounds on a message. The library counts bytes alone, and a
 * message may have parts without end that are empty.
 */
final class BoundedDraft extends Draft_6455 {
  static final int MOST_PARTS = 10_000;

  private final int maxLength;
  private int parts;

  BoundedDraft(int maxLength) {
    super(List.of(), List.of(new Protocol("")), maxLength);
    this.maxLength = maxLength;
  }

  /** A connection takes a copy. */
  @Override
  public Draft copyInstance() {
    return new BoundedDraft(maxLength);
  }

  @Override
  public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
    Opcode kind = frame.getOpcode();
    if (kind == Opcode.CONTINUOUS || kind == Opcode.TEXT || kind == Opcode.BINARY) {
      parts = frame.isFin() ? 0 : parts + 1;
      if (parts > MOST_PARTS) {
        throw new LimitExceededException("A message has too many parts", maxLength);
      }
    }
    super.processFrame(socket, frame);
  }
}
