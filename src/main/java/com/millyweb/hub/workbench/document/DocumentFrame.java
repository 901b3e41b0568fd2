package com.millyweb.hub.workbench.document;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What stands around the operations: what the API is, who gets in, how it says that it failed. */
final class DocumentFrame implements OpenApiCustomizer {
  private static final String ABOUT =
      "Events, what became of them, and the verbs of whoever looks after the hub. Lists are pages:"
          + " follow `next` with `?cursor=` until it is null; a page may have fewer items than"
          + " `limit`, even none, and still a next one. Unknown parameters and fields are refused."
          + " `x-scope` names the least scope that may call an operation: viewer, operator, editor,"
          + " admin.";
  private static final String PROBLEM =
      "What is wrong: 400 a bad parameter or body, 401 no good token, 403 too small a scope, 404,"
          + " 405, 406, 409, 413, 415, 422, 500, 503";

  @Override
  public void customise(OpenAPI document) {
    document.setServers(null);
    document.setInfo(new Info().title("Hub").version("1").description(ABOUT));
    document.setTags(
        Stream.of(
                "events",
                "deliveries",
                "notices",
                "runs",
                "tools",
                "knowledge",
                "routes",
                "systems",
                "tokens",
                "audit",
                "session",
                "about")
            .map(name -> new Tag().name(name))
            .toList());
    document.setSecurity(
        List.of(
            new SecurityRequirement().addList("token"),
            new SecurityRequirement().addList("session")));
    Components components = document.getComponents();
    components.addSecuritySchemes(
        "token",
        new SecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("A token that begins with hub_"));
    components.addSecuritySchemes(
        "session",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name("hub_session")
            .description(
                "The cookie of a browser; changes also need the header X-Hub-Page and the hub's own"
                    + " origin"));
    components.addSchemas("Problem", problem());
    components.addResponses(
        "Problem",
        new ApiResponse()
            .description(PROBLEM)
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType()
                            .schema(new JsonSchema().$ref("#/components/schemas/Problem")))));
  }

  private static Schema<?> problem() {
    Schema<?> problem = new JsonSchema().typesItem("object").description("RFC 9457");
    Stream.of("type", "title", "status", "detail", "instance")
        .forEach(
            name ->
                problem.addProperty(
                    name,
                    new JsonSchema().typesItem(name.equals("status") ? "integer" : "string")));
    return problem.required(List.of("title", "status"));
  }
}
