package com.millyweb.hub.workbench.document;

import com.millyweb.hub.workbench.access.RequiresScope;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** Says of every operation who may call it, and that it may answer a problem. */
final class OperationRules implements GlobalOperationCustomizer {
  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    RequiresScope required = handler.getMethodAnnotation(RequiresScope.class);
    operation.addExtension("x-scope", required == null ? "none" : required.value().name());
    if (required == null) {
      operation.setSecurity(List.of());
    }
    operation
        .getResponses()
        .addApiResponse("default", new ApiResponse().$ref("#/components/responses/Problem"));
    for (MethodParameter parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        operation.getRequestBody().setRequired(needsField(parameter.getParameterType()));
      }
    }
    return operation;
  }

  private static boolean needsField(Class<?> body) {
    return Arrays.stream(body.getRecordComponents()).anyMatch(RecordSchemas::isRequired);
  }
}
