package com.millyweb.hub.route;

import org.springframework.stereotype.Component;

/** A bean for the routes of tests. */
@Component
public class Greeter {
  public String greet(String name) {
    return "Hello " + name;
  }
}
