package com.millyweb.hub.health;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** Why a system could not be asked, in words; Java's own clients often give none. */
final class NoAnswer {
  private NoAnswer() {}

  static String because(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "There is no host of that name";
      }
    }
    if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
      return "No answer in time";
    }
    String message = failure == null ? null : failure.getMessage();
    if (failure instanceof ConnectException) {
      return message == null || message.contains("refused")
          ? "The connection was refused"
          : message;
    }
    String name = failure == null ? "unknown" : failure.getClass().getSimpleName();
    return message == null || message.isEmpty() ? name : name + ": " + message;
  }
}
