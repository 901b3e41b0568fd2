package com.millyweb.hub.workbench.document;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.Yaml;

/**
 * Adds what the records of other rooms do not say about their fields: words, and the values of
 * texts that have only a few. They stand in {@code openapi/fields.yaml}, as those rooms know
 * nothing of the document.
 */
final class SchemaWords implements OpenApiCustomizer {
  private static final String FILE = "openapi/fields.yaml";

  @Override
  public void customise(OpenAPI document) {
    read()
        .forEach(
            (name, words) -> {
              String[] parts = name.split("\\.");
              Schema<?> schema = document.getComponents().getSchemas().get(parts[0]);
              Schema<?> field =
                  schema == null || schema.getProperties() == null
                      ? null
                      : schema.getProperties().get(parts[1]);
              if (field == null) {
                throw new IllegalStateException("%s: there is no field %s".formatted(FILE, name));
              }
              add(field, words);
            });
  }

  private static void add(Schema<?> field, Object words) {
    if (words instanceof List<?> values) {
      @SuppressWarnings("unchecked")
      Schema<Object> text = (Schema<Object>) field;
      values.forEach(text::addEnumItemObject);
    } else {
      field.setDescription(String.valueOf(words));
    }
  }

  private static Map<String, Object> read() {
    try (InputStream in = new ClassPathResource(FILE).getInputStream()) {
      Map<String, Object> words = new Yaml().load(in);
      return new TreeMap<>(words);
    } catch (IOException e) {
      throw new IllegalStateException("The jar has no " + FILE, e);
    }
  }
}
