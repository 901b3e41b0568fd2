package com.millyweb.hub.ingress.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.ingress.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/form-data} body. A part that says it is JSON is that value (Plex
 * sends one), another is its text; of a file stay name, type and size: an event is no store of
 * files.
 */
final class Multipart {
  private static final int MOST_PARTS = 200;
  private static final int MOST_HEADER_BYTES = 4 << 10;

  private Multipart() {}

  /**
   * @throws Refused when it is not well formed, or has more parts than a form of people
   */
  static Fields fields(byte[] body, String contentType) {
    var upload = new FileUpload();
    upload.setPartHeaderSizeMax(MOST_HEADER_BYTES);
    var fields = new Fields.Collector();
    if (body.length < 2 || body[0] != '-' || body[1] != '-') {
      // the parser would find no part in it, and say nothing
      throw Refused.malformed("multipart/form-data does not begin with its boundary");
    }
    try {
      FileItemIterator parts = upload.getItemIterator(new Content(body, contentType));
      for (int count = 1; parts.hasNext(); count++) {
        if (count > MOST_PARTS) {
          throw Refused.malformed("more than " + MOST_PARTS + " parts");
        }
        FileItemStream part = parts.next();
        if (part.getFieldName() == null) {
          throw Refused.malformed("a part without a name");
        }
        fields.add(part.getFieldName(), value(part));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Refused.malformed("not multipart/form-data");
    }
    return fields.fields();
  }

  private static JsonNode value(FileItemStream part) throws IOException {
    byte[] content;
    try (InputStream in = part.openStream()) {
      content = in.readAllBytes();
    }
    if (isJson(part.getContentType())) {
      return JsonTree.parse(content);
    }
    if (part.isFormField()) {
      return TextNode.valueOf(Texts.decode(content));
    }
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("name", part.getName());
    file.put("type", part.getContentType());
    file.put("size", content.length);
    return file;
  }

  private static boolean isJson(@Nullable String type) {
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaTypes.JSON);
  }

  /** The whole body is here already, within the source's limit. */
  private record Content(byte[] body, String contentType) implements UploadContext {
    @Override
    public long contentLength() {
      return body.length;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
      return "UTF-8";
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(body);
    }
  }
}
