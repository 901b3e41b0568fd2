package com.millyweb.hub.service.minio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.EventBatch;
import com.millyweb.hub.ingress.RefusalLog;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import com.millyweb.hub.text.Digest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code minio.object.created|removed} and others, whatever the source is called, one for each
 * record of MinIO, RustFS or another server that sends S3 event messages; the subject is {@code
 * bucket/key}. The data holds the record as it came beside its bucket and its key, decoded.
 */
@RouteBean
@Component("normalise.minio")
public final class S3Events {
  private static final String BYTES = "application/octet-stream";
  private static final int MOST_SUBJECT_BYTES = 1024;

  /** Of {@code s3.object}, what stands beside the key; none of it when an object is removed. */
  private static final List<String> OF_OBJECT =
      List.of("versionId", "size", "eTag", "contentType", "sequencer");

  private record Stored(String bucket, String key) {
    String subject() {
      return key.isEmpty() ? bucket : bucket + "/" + key;
    }
  }

  private final RefusalLog refusals;

  public S3Events(RefusalLog refusals) {
    this.refusals = refusals;
  }

  /** What cannot be parsed is kept as it is: its sender would repeat it for ever. */
  public List<NewEvent> events(Webhook webhook) {
    try {
      return records(webhook);
    } catch (Refused e) {
      String type = webhook.source().name() + ".unparsable";
      refusals.addKept(webhook.source(), type, e);
      return List.of(
          Envelope.event(
                  webhook,
                  type,
                  null,
                  "unparsable|" + Digest.sha256Hex(webhook.body()),
                  webhook.body())
              .withContentType(BYTES));
    }
  }

  private static List<NewEvent> records(Webhook webhook) {
    var batch = new EventBatch();
    for (JsonNode record : JsonTree.read(webhook).path("Records")) {
      batch.add(event(webhook, record));
    }
    return batch.events();
  }

  private static NewEvent event(Webhook webhook, JsonNode record) {
    String eventName = required("eventName", record.path("eventName"));
    JsonNode object = record.path("s3").path("object");
    Stored stored =
        new Stored(
            required("bucket", record.path("s3").path("bucket").path("name")),
            decoded(object.path("key").asText("")));
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("eventName", eventName);
    data.put("bucket", stored.bucket());
    data.put("key", stored.key());
    for (String name : OF_OBJECT) {
      if (object.hasNonNull(name)) {
        data.set(name, object.get(name));
      }
    }
    data.set("record", record);
    return Envelope.event(
        webhook,
        type(eventName),
        subject(stored),
        deliveryKey(stored, record, eventName),
        Envelope.time(JsonTree.text(record.path("eventTime"))),
        JsonTree.write(data));
  }

  private static String required(String name, JsonNode node) {
    String text = JsonTree.text(node);
    if (text == null) {
      throw Refused.malformed("a record without " + name);
    }
    return text;
  }

  /** Keys come query-encoded, once. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.malformed("a key is not query-encoded");
    }
  }

  /** {@code s3:ObjectCreated:Put} is {@code minio.object.created}. */
  private static String type(String eventName) {
    String name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
    String second = name.split(":", 2)[0].toLowerCase(Locale.ROOT);
    String type;
    if (second.startsWith("object") && second.length() > "object".length()) {
      type = "minio.object." + second.substring("object".length());
    } else if (second.startsWith("bucket") && second.length() > "bucket".length()) {
      type = "minio.bucket." + second.substring("bucket".length());
    } else {
      type = "minio.object." + second;
    }
    if (!NewEvent.isType(type)) {
      throw Refused.malformed("eventName is no name of an event");
    }
    return type;
  }

  /** A key may have 1024 bytes itself; the data has it whole. */
  private static String subject(Stored stored) {
    String subject = stored.subject();
    if (subject.getBytes(StandardCharsets.UTF_8).length <= MOST_SUBJECT_BYTES) {
      return subject;
    }
    return stored.bucket() + "/" + Digest.sha256Hex(stored.key());
  }

  /** Null without anything that tells one change of an object from the next. */
  private static @Nullable String deliveryKey(Stored stored, JsonNode record, String eventName) {
    JsonNode object = record.path("s3").path("object");
    String sequencer = JsonTree.text(object.path("sequencer"));
    String time = JsonTree.text(record.path("eventTime"));
    // a server may count with less than it writes: what is sent again has both as they were
    return sequencer == null && time == null
        ? null
        : Envelope.key(
            stored.subject(),
            object.path("versionId").asText(""),
            String.valueOf(sequencer),
            String.valueOf(time),
            eventName);
  }
}
