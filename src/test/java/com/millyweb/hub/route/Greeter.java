package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteBean;
import org.springframework.stereotype.Component;

/** A bean for the routes of tests. */
@RouteBean
@Component
public class Greeter {
  public String greet(String name) {
    return "Hello " + name;
  }
}
