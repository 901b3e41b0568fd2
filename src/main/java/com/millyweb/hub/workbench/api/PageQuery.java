package com.millyweb.hub.workbench.api;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/**
 * Which page of a list.
 *
 * @param cursor {@code next} of the page before; null for the first page
 */
@ParameterObject
public record PageQuery(
    @Text @Parameter(description = "`next` of the page before") @Nullable String cursor,
    @Min(value = 1, message = PageQuery.RULE)
        @Max(value = PageQuery.MOST, message = PageQuery.RULE)
        @Parameter(description = "Items of a page")
        @Schema(defaultValue = "50")
        @Nullable Integer limit) {
  static final int MOST = 200;
  static final String RULE = "must be 1 to " + MOST;
  private static final int DEFAULT = 50;

  /** How many items the page may have. */
  public int size() {
    return limit == null ? DEFAULT : limit;
  }
}
