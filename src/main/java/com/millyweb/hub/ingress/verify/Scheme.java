package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;

/**
 * How a sender proves itself: one class a scheme, a bean {@code verify.<scheme>} that the routes of
 * {@code routes/ingress} call.
 */
public interface Scheme {
  /**
   * Reads the source's secrets, so that a bad one stops the start and not the first request.
   *
   * @throws IllegalArgumentException when a secret cannot be one of this scheme
   */
  void prepare(Source source);

  /**
   * @throws Refused unless the request holds a valid proof
   */
  void verify(Webhook webhook);
}
