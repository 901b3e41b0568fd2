package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.Anonymous;
import com.millyweb.hub.workbench.document.OpenApiDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** The description of the API. It is made from the handlers when somebody first asks for it. */
@RestController
@Tag(name = "about")
public class OpenApi {
  public static final String PATH = "/api/openapi.json";

  private final WebApplicationContext hub;
  private byte @Nullable [] document;

  OpenApi(WebApplicationContext hub) {
    this.hub = hub;
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "describe", summary = "This document")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(type = "object")))
  @Anonymous
  byte[] show() {
    return document();
  }

  private synchronized byte[] document() {
    if (document == null) {
      document = OpenApiDocument.make(hub, new RouteVersionsPath());
    }
    return document;
  }
}
