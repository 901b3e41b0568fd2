package com.millyweb.hub.event.trace;

/** Why a trace was kept. */
public enum TraceKept {
  /** The attempt failed. */
  failed(1),
  /** One of the first runs of a version of its route file. */
  edited(1),
  /** It took longer than 95 of 100 runs of its flow. */
  slow(2),
  /** Nothing was remarkable; it was drawn by lot. */
  sampled(4);

  private final int divisor;

  TraceKept(int divisor) {
    this.divisor = divisor;
  }

  /** Which part of a whole it may fill, so that dull runs leave room for the others. */
  int share(int whole) {
    return whole / divisor;
  }
}
