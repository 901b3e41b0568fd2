package com.millyweb.hub.event;

/** By what the deliveries of a subscription are kept in order: one at a time for each value. */
public enum OrderBy {
  none,
  subject,
  source
}
