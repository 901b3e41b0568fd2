package com.millyweb.hub.workbench;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API. It is written by hand; a test compares it with the handlers. */
@RestController
class OpenApi {
  static final String PATH = "/api/openapi.json";

  private static final Resource DOCUMENT = new ClassPathResource("openapi.json");

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  @Open
  Resource show() {
    return DOCUMENT;
  }
}
