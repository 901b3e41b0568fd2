package com.millyweb.hub.ingress;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Gives the memory of a large body back when its request is answered. */
final class ReleaseBody extends SynchronizationAdapter {
  private final ReadBody readBody;
  private final ReadBody.Body body;

  ReleaseBody(ReadBody readBody, ReadBody.Body body) {
    this.readBody = readBody;
    this.body = body;
  }

  @Override
  public void onDone(Exchange exchange) {
    readBody.release(body);
  }
}
