package com.millyweb.hub.workbench.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Says of every field whether it must be there and may be null, as its record says: {@code
 * Nullable} in a body may be left out, in an answer it is null. A body takes no other fields.
 */
final class RecordSchemas implements OpenApiCustomizer {
  private final SchemaNames names;

  RecordSchemas(SchemaNames names) {
    this.names = names;
  }

  static boolean isRequired(RecordComponent component) {
    var schema =
        component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || (schema != null
            && schema.requiredMode()
                == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED);
  }

  @Override
  public void customise(OpenAPI document) {
    Set<String> bodies = bodies(document);
    document
        .getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              Class<?> type = names.type(name);
              if (type != null) {
                complete(schema, type, bodies.contains(name));
              }
            });
  }

  private static void complete(Schema<?> schema, Class<?> type, boolean body) {
    JsonInclude include = type.getAnnotation(JsonInclude.class);
    boolean leftOut = include != null && include.value() == JsonInclude.Include.NON_NULL;
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String name = renamed == null ? component.getName() : renamed.value();
      Schema<?> property = schema.getProperties() == null ? null : schema.getProperties().get(name);
      if (property == null) {
        continue;
      }
      boolean required = isRequired(component);
      if (required || !(body || leftOut)) {
        addRequired(schema, name);
      }
      if (!required && !body && !leftOut) {
        schema.getProperties().put(name, orNull(property));
      }
    }
    if (body) {
      schema.setAdditionalProperties(false);
    }
  }

  private static void addRequired(Schema<?> schema, String name) {
    if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
      schema.addRequiredItem(name);
    }
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() != null) {
      return new JsonSchema().anyOf(List.of(property, new JsonSchema().typesItem("null")));
    }
    if (property.getTypes() != null) {
      property.addType("null");
    }
    return property;
  }

  /** The names of what requests send. */
  private static Set<String> bodies(OpenAPI document) {
    Set<String> names = new HashSet<>();
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .map(Operation::getRequestBody)
        .filter(body -> body != null && body.getContent() != null)
        .flatMap(body -> body.getContent().values().stream())
        .forEach(
            media -> names.add(media.getSchema().get$ref().replace("#/components/schemas/", "")));
    return names;
  }
}
