package com.millyweb.hub.knowledge.parse;

import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaMemoryLimitException;
import org.apache.tika.exception.UnsupportedFormatException;

/** What the exceptions of Tika and of the libraries below it say. */
final class Trouble {
  private static final int DEEPEST = 20;

  private Trouble() {}

  static Reason reason(Throwable thrown) {
    if (isBomb(thrown)) {
      return Reason.BOMB;
    }
    Throwable cause = thrown;
    for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
      if (cause instanceof EncryptedDocumentException
          || cause instanceof org.apache.poi.EncryptedDocumentException) {
        return Reason.ENCRYPTED;
      }
      if (cause instanceof TikaMemoryLimitException) {
        return Reason.MEMORY;
      }
      if (cause instanceof UnsupportedFormatException) {
        return Reason.UNSUPPORTED;
      }
    }
    return Reason.BROKEN;
  }

  /** Tika and POI have no class for it. */
  static boolean isBomb(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null
          && (message.contains("Zip bomb")
              || message.contains("zip bomb")
              || message.contains("exceeds the max size of expanded data")
              || message.contains("entity expansions"))) {
        return true;
      }
    }
    return false;
  }
}
