package com.millyweb.hub.notify;

import com.millyweb.hub.event.PermanentFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service does not take this message as it is. It may take it without its trimmings: links,
 * pictures, buttons, files, formatting.
 */
public final class MessageRefused extends PermanentFailure {
  private static final long serialVersionUID = 1;

  private final Set<String> blamed;

  public MessageRefused(String message, @Nullable Throwable cause) {
    this(message, Set.of(), cause);
  }

  /**
   * @param blamed the parts of the message that the service named, as it calls them
   */
  public MessageRefused(String message, Set<String> blamed, @Nullable Throwable cause) {
    super(message, cause);
    this.blamed = Set.copyOf(blamed);
  }

  /** Empty when the service named none. */
  public Set<String> blamed() {
    return blamed;
  }
}
