package com.millyweb.hub.notify;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The medium did not take the message this time. */
public class SendFailed extends IOException {
  private static final long serialVersionUID = 1;

  public SendFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
