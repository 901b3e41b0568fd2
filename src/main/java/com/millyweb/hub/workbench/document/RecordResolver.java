package com.millyweb.hub.workbench.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Makes schemas of types, and notes which schema is of which record. */
final class RecordResolver extends ModelResolver {
  private static final String COMPONENT = "#/components/schemas/";

  private final SchemaNames names;

  RecordResolver(ObjectMapper json, SchemaNames names) {
    super(json, names);
    this.names = names;
    openapi31(true);
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
    Schema<?> schema = super.resolve(type, context, next);
    Class<?> raw = _mapper.constructType(type.getType()).getRawClass();
    if (schema != null && raw.isRecord()) {
      String name =
          schema.get$ref() == null ? schema.getName() : schema.get$ref().replace(COMPONENT, "");
      if (name != null) {
        names.remember(name, raw);
      }
    }
    return schema;
  }
}
