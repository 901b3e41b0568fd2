package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/** A durable subscription as the database has it. */
public record Subscription(
    int id, String name, TypePattern pattern, OrderBy orderBy, boolean active) {

  public @Nullable String laneOf(NewEvent event) {
    return switch (orderBy) {
      case none -> null;
      // events without a subject are in order among themselves
      case subject -> event.subject() == null ? "" : event.subject();
      case source -> event.source();
    };
  }
}
