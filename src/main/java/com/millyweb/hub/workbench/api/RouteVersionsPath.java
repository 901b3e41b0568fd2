package com.millyweb.hub.workbench.api;

import com.millyweb.hub.route.RouteVersion;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.core.ResolvableType;

/**
 * Spells out the path of {@link RouteApi} that stands for two operations: a file's path has
 * slashes, which OpenAPI has no parameter for.
 */
final class RouteVersionsPath implements Consumer<OpenAPI> {
  private static final String PAGE = "#/components/schemas/ListingRouteVersion";
  private static final String FILE = "/api/routes/{path}";

  @Override
  public void accept(OpenAPI document) {
    PathItem file = document.getPaths().remove("/api/routes/{*path}");
    if (file == null) {
      file = document.getPaths().remove(FILE);
    }
    Operation show = file.getGet();
    document.getPaths().addPathItem(FILE, file);
    document
        .getPaths()
        .addPathItem(FILE + RouteApi.VERSIONS, new PathItem().get(versions(document, show)));
  }

  private static Operation versions(OpenAPI document, Operation show) {
    ModelConverters.getInstance(true)
        .readAllAsResolvedSchema(
            ResolvableType.forClassWithGenerics(Listing.class, RouteVersion.class).getType())
        .referencedSchemas
        .forEach(document.getComponents()::addSchemas);
    ApiResponse found =
        new ApiResponse()
            .description("OK")
            .content(
                new Content()
                    .addMediaType(
                        "application/json", new MediaType().schema(new JsonSchema().$ref(PAGE))));
    ApiResponses responses = new ApiResponses();
    responses.putAll(Map.of("200", found, "default", show.getResponses().get("default")));
    return new Operation()
        .operationId("listRouteVersions")
        .tags(show.getTags())
        .summary("Every version that ran, newest first, with its difference from the one before")
        .parameters(show.getParameters())
        .extensions(show.getExtensions())
        .responses(responses);
  }
}
