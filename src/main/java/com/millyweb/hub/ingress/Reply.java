package com.millyweb.hub.ingress;

/** What a door has for its sender. */
sealed interface Reply permits Answer, AwaitedAnswer {
  /** The answer; may wait for it. */
  Answer answer();
}
