package com.millyweb.hub.workbench.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.workbench.access.Caller;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.function.Consumer;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The beans of the document's own context. It is no configuration of the hub. */
@EnableConfigurationProperties
class DocumentConfiguration {
  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class)
        .replaceWithSchema(JsonNode.class, new Schema<>());
  }

  @Bean
  SchemaNames schemaNames() {
    return new SchemaNames();
  }

  @Bean
  ModelResolver modelResolver(ObjectMapperProvider mappers, SchemaNames names) {
    ModelResolver.enumsAsRef = true;
    return new RecordResolver(mappers.jsonMapper(), names);
  }

  @Bean
  OperationRules operationRules() {
    return new OperationRules();
  }

  /** Completes the document; each part sees what those before it have added. */
  @Bean
  GlobalOpenApiCustomizer parts(
      @Qualifier(OpenApiDocument.OWN) Consumer<OpenAPI> own, SchemaNames names) {
    List<OpenApiCustomizer> parts =
        List.of(own::accept, new DocumentFrame(), new RecordSchemas(names), new SchemaWords());
    return document -> parts.forEach(part -> part.customise(document));
  }

  @Bean
  DocumentWriter documentWriter(
      ObjectFactory<OpenAPIService> documents,
      AbstractRequestService requests,
      GenericResponseService responses,
      OperationService operations,
      SpringDocConfigProperties properties,
      SpringDocProviders providers,
      SpringDocCustomizers customizers) {
    return new DocumentWriter(
        documents, requests, responses, operations, properties, providers, customizers);
  }
}
