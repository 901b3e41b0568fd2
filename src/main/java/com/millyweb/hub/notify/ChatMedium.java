package com.millyweb.hub.notify;

import com.millyweb.hub.chat.ChatService;
import com.millyweb.hub.notify.decision.Press;
import java.io.IOException;

/** A medium that people answer in, with buttons and with words. */
public interface ChatMedium extends Medium, ChatService {
  @Override
  String name();

  /** Whether a button can be pressed there, and the message be edited then: by a bot it can. */
  boolean takesPresses(Target target);

  /**
   * Ends a press: tells the person who pressed, and nobody else where the medium can, what came of
   * it. Called for every press, at least once; what is late for the medium (an interaction that ran
   * out) is no failure.
   *
   * @param refused whether nothing was done
   */
  void tell(Press press, String text, boolean refused) throws IOException, InterruptedException;
}
