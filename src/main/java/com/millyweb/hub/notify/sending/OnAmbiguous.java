package com.millyweb.hub.notify.sending;

/** What follows when a message went out, no answer came, and the medium knows no idempotency. */
public enum OnAmbiguous {
  /** It is sent again, and may be there twice. */
  retry,
  /** It becomes a dead letter: a person looks and decides. */
  stop
}
