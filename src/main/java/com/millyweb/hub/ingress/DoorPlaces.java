package com.millyweb.hub.ingress;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** How many requests the doors work on at a time. Waiting for a body is no work. */
@Component
public final class DoorPlaces {
  private final Semaphore free;

  public DoorPlaces(IngressProperties properties) {
    free = new Semaphore(properties.concurrency());
  }

  public Place place() {
    return new Place();
  }

  /** The place of one request, which is used by one thread. */
  public final class Place implements AutoCloseable {
    private boolean taken;

    /**
     * @throws Refused when there is none
     */
    public void take() {
      if (!free.tryAcquire()) {
        throw Refused.busy("as many requests as the doors work on at a time");
      }
      taken = true;
    }

    @Override
    public void close() {
      if (taken) {
        taken = false;
        free.release();
      }
    }
  }
}
