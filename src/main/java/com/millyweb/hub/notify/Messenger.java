package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.PartSender;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The requests by which a medium gets messages to one destination; {@link PartSender} says when
 * each is due. They throw as {@link HttpStatusPolicy} does, {@link MessageGone}, {@link
 * MessageRefused} and {@link DestinationDead} where they know.
 *
 * @param <M> a message as the medium takes it
 */
public interface Messenger<M> {
  /**
   * Sends a message.
   *
   * @param part its number in the sequence, from 0
   * @return what the medium calls the message, for edits and threads; null where it does not tell
   */
  @Nullable JsonNode post(int part, M message) throws IOException, InterruptedException;

  /**
   * The message with less of what the medium refused: it is sent in its place. Asked again with its
   * own answer when that is refused too.
   *
   * @return null when nothing is left to be taken away
   */
  default @Nullable M barer(M message, MessageRefused refusal) {
    return null;
  }

  /** Whether a later notice with the same key changes the messages that are there. */
  default boolean edits() {
    return false;
  }

  /**
   * Changes a message.
   *
   * @return what the medium calls it now
   * @throws MessageGone when it cannot be changed any more: it is posted anew then
   */
  default @Nullable JsonNode edit(JsonNode remote, int part, M message)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException("edits() is false");
  }

  /** Takes away a message that an edit left over. */
  default void delete(JsonNode remote) throws IOException, InterruptedException {
    throw new UnsupportedOperationException("edits() is false");
  }
}
