package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.Anonymous;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API. It is written by hand; a test compares it with the handlers. */
@RestController
public class OpenApi {
  public static final String PATH = "/api/openapi.json";

  private static final Resource DOCUMENT = new ClassPathResource("openapi.json");

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  @Anonymous
  Resource show() {
    return DOCUMENT;
  }
}
