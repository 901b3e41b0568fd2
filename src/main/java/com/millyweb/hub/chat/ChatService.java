package com.millyweb.hub.chat;

/**
 * A service in which people talk to the hub. Its name is a key of every person in {@code
 * hub.people}, so a service that is added needs nothing here but a bean of this type.
 */
public interface ChatService {
  /** What the service's messages have as medium. */
  String name();

  /**
   * Whether the service could call a person so. Here letters and digits, behind those of a
   * workspace or guild where somebody is meant only there. Names are no ids: people can change
   * them.
   */
  default boolean isPersonId(String id) {
    return id.matches("([A-Za-z0-9]+/)?[A-Za-z0-9]+");
  }
}
