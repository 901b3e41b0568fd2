package com.millyweb.hub.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.entity.mime.ByteArrayBody;
import org.apache.hc.client5.http.entity.mime.FormBodyPartBuilder;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** A body as {@code multipart/form-data}: fields, and files with their names. */
public final class MultipartForm {
  private final MultipartEntityBuilder parts = MultipartEntityBuilder.create().setStrictMode();

  public MultipartForm field(String name, String contentType, byte[] value) {
    return part("form-data; name=\"%s\"".formatted(name), name, contentType, value);
  }

  /**
   * @param filename a quotation mark in it is written as browsers do: {@code %22}
   */
  public MultipartForm file(String name, String filename, String contentType, byte[] content) {
    String safe = filename.replace("\"", "%22");
    return part(
        "form-data; name=\"%s\"; filename=\"%s\"".formatted(name, safe),
        name,
        contentType,
        content);
  }

  /** The whole body; {@link Body#contentType} has the boundary of its parts. */
  public Body body() {
    HttpEntity entity = parts.build();
    var out = new ByteArrayOutputStream();
    try {
      entity.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("A form cannot be written to memory", e);
    }
    return new Body(entity.getContentType(), out.toByteArray());
  }

  public record Body(String contentType, byte[] bytes) {}

  private MultipartForm part(String disposition, String name, String contentType, byte[] content) {
    // the library writes headers as ISO-8859-1, and services read names as UTF-8
    String utf8 =
        new String(disposition.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    parts.addPart(
        FormBodyPartBuilder.create(
                name, new ByteArrayBody(content, ContentType.parse(contentType), null))
            .setField("Content-Disposition", utf8)
            .build());
    return this;
  }
}
