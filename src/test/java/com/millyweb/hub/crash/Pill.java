package com.millyweb.hub.crash;

import com.millyweb.hub.camel.RouteBean;
import java.util.Map;

/** What a flow swallows; number 0 kills the hub. */
@RouteBean
final class Pill {
  private static final int KILLED = 137;

  public void swallow(Map<String, Object> body) {
    if (Integer.valueOf(0).equals(body.get("seq"))) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
