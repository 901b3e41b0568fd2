package com.millyweb.hub.route;

/** Is told about every change of a route file, after it took effect. */
@FunctionalInterface
public interface VerdictListener {
  void decided(Verdict verdict);
}
