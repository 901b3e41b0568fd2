package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.core.ResolvableType;

/** What a field must be, in words. */
final class Shape {
  private Shape() {}

  /**
   * The rule of the field that could not be read.
   *
   * @param record what the body is read as
   */
  static String rule(Class<?> record, JsonMappingException failure) {
    ResolvableType type = ResolvableType.forClass(record);
    for (JsonMappingException.Reference step : failure.getPath()) {
      ResolvableType inner =
          step.getFieldName() == null ? element(type) : field(type, step.getFieldName());
      if (inner == ResolvableType.NONE) {
        return "has the wrong shape";
      }
      type = inner;
    }
    return rule(type);
  }

  static String rule(ResolvableType type) {
    return "must be " + one(type);
  }

  private static ResolvableType element(ResolvableType type) {
    return type.asCollection().getGeneric(0);
  }

  private static ResolvableType field(ResolvableType type, String name) {
    Class<?> raw = type.toClass();
    if (Map.class.isAssignableFrom(raw)) {
      return type.asMap().getGeneric(1);
    }
    return raw.isRecord()
        ? Stream.of(raw.getRecordComponents())
            .filter(part -> part.getName().equals(name))
            .findFirst()
            .map(part -> ResolvableType.forType(part.getGenericType(), type))
            .orElse(ResolvableType.NONE)
        : ResolvableType.NONE;
  }

  private static String one(ResolvableType type) {
    Class<?> raw = type.toClass();
    if (Collection.class.isAssignableFrom(raw)) {
      return "a list of " + many(element(type));
    }
    if (raw.isRecord()) {
      return "an object with the fields " + fields(raw);
    }
    if (Map.class.isAssignableFrom(raw)) {
      return "an object";
    }
    return raw == UUID.class ? "a UUID" : simple(raw, "a text", "a whole number", "a number");
  }

  private static String many(ResolvableType type) {
    Class<?> raw = type.toClass();
    if (raw.isRecord()) {
      return "objects with the fields " + fields(raw);
    }
    return raw == UUID.class ? "UUIDs" : simple(raw, "texts", "whole numbers", "numbers");
  }

  private static String simple(Class<?> raw, String text, String whole, String number) {
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (List.of(int.class, long.class, Integer.class, Long.class).contains(raw)) {
      return whole;
    }
    return raw.isPrimitive() || Number.class.isAssignableFrom(raw) ? number : text;
  }

  private static List<String> fields(Class<?> raw) {
    return Stream.of(raw.getRecordComponents()).map(RecordComponent::getName).sorted().toList();
  }
}
