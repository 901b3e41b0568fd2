package com.millyweb.hub.model;

/** What one side says to the other. */
public record Turn(Role role, String text) {
  /** Who says it; named as servers name them. */
  public enum Role {
    system,
    user,
    assistant
  }
}
