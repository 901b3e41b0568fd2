package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.route.RouteVersion;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The route files: how they are, what they were, and whether an edit would run. */
@RestController
@RequestMapping("/api/routes")
@Tag(name = "routes")
class RouteApi {
  /** A path in the routes folder, up to the kind of file. */
  static final String PATH = "([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*";

  private static final String FILE = PATH + "\\.(camel|notice)\\.yaml";

  static final String FILE_RULE =
      "must be a path in the routes folder such as flow/push-to-chat.camel.yaml";

  static final String FILES = "/{*path}";
  static final String VERSIONS = "/versions";
  static final int MAX_CONTENT = 1024 * 1024;

  /**
   * @param file relative to the routes folder; it need not exist
   */
  @MaxBytes(MAX_CONTENT)
  record Edit(
      @NotNull(message = FILE_RULE)
          @Pattern(regexp = FILE, message = FILE_RULE)
          @Schema(
              description =
                  "Path in the routes folder, e.g. flow/push-to-chat.camel.yaml; it need not exist")
          String file,
      @NotNull(message = "must be the text of the file") String content) {}

  /**
   * @param valid whether the loader would take it; warnings do not keep it from that
   */
  record Verdict(boolean valid, List<RouteView.ProblemView> problems) {}

  /**
   * @param content of the file in the folder, which may be one that was refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(RouteView route, @Nullable String content) {}

  private final RouteFiles files;

  RouteApi(RouteFiles files) {
    this.files = files;
  }

  @GetMapping
  @Operation(
      operationId = "listRoutes",
      summary = "Route files, how they are and what is wrong with them")
  @RequiresScope(Scope.viewer)
  Listing<RouteView> list() {
    return Listing.all(files.all().stream().map(RouteView::of).toList());
  }

  /** One file, or its versions: a file's path has slashes, so the two cannot be told by pattern. */
  @GetMapping(RouteApi.FILES)
  @Operation(operationId = "showRoute", summary = "A route file and its content")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = Shown.class)))
  @RequiresScope(Scope.operator)
  Object show(
      @Parameter(description = "Path in the routes folder, its slashes as they are") @PathVariable
          String path) {
    String file = path.substring(1);
    if (!file.endsWith(VERSIONS)) {
      RouteView route =
          files
              .find(file)
              .map(RouteView::of)
              .orElseThrow(() -> Refusal.notFound("route file", file));
      return new Shown(route, files.content(file).orElse(null));
    }
    String versioned = file.substring(0, file.length() - VERSIONS.length());
    List<RouteVersion> versions = files.versions(versioned);
    if (versions.isEmpty() && files.find(versioned).isEmpty()) {
      throw Refusal.notFound("route file", versioned);
    }
    return Listing.all(versions);
  }

  @PostMapping("/check")
  @Operation(
      operationId = "checkRoute",
      summary = "Check an edit with the loader's own checks, without applying it")
  @RequiresScope(value = Scope.editor, action = "route.check")
  Verdict check(@Valid @RequestBody Edit edit, HttpServletRequest request) {
    String file = edit.file();
    ScopeInterceptor.note(request, Map.of("file", file));
    List<Problem> problems = files.check(file, edit.content());
    boolean valid =
        problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    ScopeInterceptor.note(request, Map.of("file", file, "valid", valid));
    return new Verdict(valid, RouteView.problems(problems));
  }
}
