package com.millyweb.hub.route.trial;

/** What other systems say to the calls of routes that are not really at work. */
@FunctionalInterface
public interface Answers {
  /**
   * @param needed whether the route goes on with what comes back, as after HTTP
   * @throws IllegalStateException when there is no answer for a call that needs one
   */
  StubAnswer answer(Call call, boolean needed);
}
