package com.millyweb.hub.service.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** Addresses as the configuration has them. */
final class EmailAddress {
  private EmailAddress() {}

  /**
   * @param name says which one it is
   * @throws IllegalArgumentException when it is not exactly one address
   */
  static InternetAddress of(String text, String name) {
    try {
      // SMTPUTF8, for other characters before the @, is rare among servers
      if (text.matches("\\P{Cntrl}{3,320}")) {
        InternetAddress[] addresses = InternetAddress.parse(text, true);
        if (addresses.length == 1
            && !addresses[0].isGroup()
            && addresses[0].getAddress().matches("[\\x21-\\x7E]{1,64}@[\\x21-\\x7E]{1,253}")) {
          addresses[0].validate();
          return addresses[0];
        }
      }
    } catch (AddressException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s = %s: must be one e-mail address, such as ops@example.org".formatted(name, text));
  }

  static String domain(InternetAddress address) {
    String text = address.getAddress();
    return text.substring(text.lastIndexOf('@') + 1);
  }
}
