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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** Of {@code s3.object}, what stands beside the key; none of it when an object is removed. */
  private static final List<String> OF_OBJECT =
      List.of("versionId", "size", "eTag", "contentType", "sequencer");

  /** Of these an object's content is not another one afterwards. */
  private static final Set<String> OF_PROPERTIES =
      Set.of("PutTagging", "DeleteTagging", "PutRetention", "PutLegalHold", "PutAcl");

  private static final Duration ONE_CHANGE = Duration.ofDays(1);

  private final RefusalLog refusals;
  private final ToldChanges told;

  public S3Events(RefusalLog refusals, ToldChanges told) {
    this.refusals = refusals;
    this.told = told;
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

  private List<NewEvent> records(Webhook webhook) {
    var batch = new EventBatch();
    for (JsonNode record : JsonTree.read(webhook).path("Records")) {
      batch.add(event(webhook, record));
    }
    return batch.events();
  }

  private NewEvent event(Webhook webhook, JsonNode record) {
    String eventName = required("eventName", record.path("eventName"));
    JsonNode object = record.path("s3").path("object");
    var stored =
        new StoredObject(
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
        stored.subject(),
        deliveryKey(webhook.source().name(), stored, record, eventName),
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

  /** Null without anything that tells one change of an object from the next. */
  private @Nullable String deliveryKey(
      String source, StoredObject stored, JsonNode record, String eventName) {
    JsonNode object = record.path("s3").path("object");
    String sequencer = JsonTree.text(object.path("sequencer"));
    String time = JsonTree.text(record.path("eventTime"));
    if (sequencer == null && time == null) {
      return null;
    }
    // a server may count with less than it writes: what is sent again has both as they were
    String own =
        Envelope.key(
            stored.path(),
            object.path("versionId").asText(""),
            String.valueOf(sequencer),
            String.valueOf(time),
            eventName);
    ToldChanges.Change change = change(stored, object, sequencer, time, eventName);
    return change == null ? own : told.key(source, change, own);
  }

  /** What a look at the bucket would find; null for what it would not. */
  private static ToldChanges.@Nullable Change change(
      StoredObject stored,
      JsonNode object,
      @Nullable String sequencer,
      @Nullable String time,
      String eventName) {
    String[] name = eventName.replaceFirst("^s3:", "").split(":", 2);
    boolean removed = name[0].equals("ObjectRemoved");
    boolean created =
        name[0].equals("ObjectCreated") && (name.length == 1 || !OF_PROPERTIES.contains(name[1]));
    Instant at = at(sequencer, time);
    return !removed && !created || at == null || stored.key().isEmpty()
        ? null
        : new ToldChanges.Change(
            stored.bucket(),
            stored.key(),
            removed,
            object.path("eTag").asText("").replace("\"", ""),
            at);
  }

  /** That of the object where the sequencer says it: the event may be of a little later. */
  private static @Nullable Instant at(@Nullable String sequencer, @Nullable String time) {
    Instant event = Envelope.time(time);
    Instant object = sequencer == null ? null : ToldChanges.time(sequencer);
    boolean near =
        event != null
            && object != null
            && Duration.between(object, event).abs().compareTo(ONE_CHANGE) <= 0;
    return near ? object : event;
  }
}
