package com.millyweb.hub.ingress.body;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Gives the memory of a large body back when its request is answered. */
public final class ReleaseBody extends SynchronizationAdapter {
  private final BodyReader readBody;
  private final BodyReader.Body body;

  public ReleaseBody(BodyReader readBody, BodyReader.Body body) {
    this.readBody = readBody;
    this.body = body;
  }

  @Override
  public void onDone(Exchange exchange) {
    readBody.release(body);
  }
}
