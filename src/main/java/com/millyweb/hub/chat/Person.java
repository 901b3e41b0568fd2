package com.millyweb.hub.chat;

/** Somebody whom the configuration knows. */
public record Person(String name, Role role) {
  /** What one may do from a chat; each includes what stands before it. */
  public enum Role {
    /** Is only known by name. */
    viewer,
    /** May press buttons and give commands that change something. */
    operator,
    admin
  }

  public Person {
    name = name == null ? "" : name;
    role = role == null ? Role.viewer : role;
  }

  public boolean may(Role needed) {
    return role.compareTo(needed) >= 0;
  }
}
