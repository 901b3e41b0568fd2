package com.millyweb.hub.workbench.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.beans.factory.ObjectFactory;

/** Writes the document without a request: it names no server, as a proxy may stand in front. */
final class DocumentWriter extends OpenApiWebMvcResource {
  DocumentWriter(
      ObjectFactory<OpenAPIService> documents,
      AbstractRequestService requests,
      GenericResponseService responses,
      OperationService operations,
      SpringDocConfigProperties properties,
      SpringDocProviders providers,
      SpringDocCustomizers customizers) {
    super(documents, requests, responses, operations, properties, providers, customizers);
  }

  byte[] write() {
    try {
      return writeJsonValue(getOpenApi(Locale.ENGLISH));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The OpenAPI document cannot be written", e);
    }
  }

  @Override
  protected String getServerUrl(HttpServletRequest request, String apiDocsUrl) {
    return "";
  }
}
