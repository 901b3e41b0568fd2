package com.millyweb.hub.notify;

import com.millyweb.hub.fake.FakeHttp;

/** The contract of a medium whose service speaks HTTP, and so can be played with alike. */
public abstract class HttpMediumContract extends MediumContract {
  protected abstract FakeHttp service();

  @Override
  protected void works() {
    service().pass();
  }

  @Override
  protected void silent() {
    service().silent();
  }

  @Override
  protected void leave() {
    service().close();
  }
}
