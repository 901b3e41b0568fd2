package com.millyweb.hub.service.minio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.body.JsonTree;
import com.millyweb.hub.service.minio.KnownObjects.Claim;
import com.millyweb.hub.service.minio.KnownObjects.Known;
import com.millyweb.hub.service.minio.ToldChanges.Change;
import io.minio.GetBucketVersioningArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import io.minio.messages.VersioningConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One look at a place, page by page: what lies there is compared with what is known, and what
 * notifications did not tell becomes events. First their keys are chosen, then they are appended,
 * then they are known; a look that ends in between is repeated with the same keys.
 */
final class ObjectLook {
  private static final int PAGE = 1_000;
  private static final int BATCH = 200;

  /** So the embedded server calls what it still writes. */
  private static final Pattern UNFINISHED =
      Pattern.compile(".*-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);

  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Parts parts;
  private final Place place;
  private final MinioClient client;
  private final String storage;
  private final Claim claim;
  private boolean unsettled;
  private @Nullable Boolean versioned;

  /**
   * What every look needs.
   *
   * @param existing whether what is there at the first look is told
   */
  record Parts(
      ObjectStore store,
      KnownObjects known,
      ToldTable told,
      EventLog events,
      StorageMeters meters,
      String source,
      boolean existing) {}

  ObjectLook(Parts parts, Place place, MinioClient client, String storage, Claim claim) {
    this.parts = parts;
    this.place = place;
    this.client = client;
    this.storage = storage;
    this.claim = claim;
  }

  /** Returns whether everything that lies there has been looked at. */
  boolean run() throws Exception {
    Iterator<Result<Item>> list =
        client
            .listObjects(
                ListObjectsArgs.builder()
                    .bucket(place.bucket())
                    .prefix(place.prefix())
                    .recursive(true)
                    .maxKeys(PAGE)
                    .build())
            .iterator();
    String after = "";
    while (true) {
      Map<String, Known> page = page(list);
      boolean last = page.size() < PAGE && !list.hasNext();
      String end = last ? null : greatest(page.keySet().iterator(), after);
      compare(page);
      compareGone(page, after, end);
      if (end == null) {
        return !unsettled;
      }
      after = end;
      parts.known.renew(storage, place);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private Map<String, Known> page(Iterator<Result<Item>> list) throws Exception {
    Map<String, Known> page = new LinkedHashMap<>();
    while (page.size() < PAGE && list.hasNext()) {
      Item item = list.next().get();
      Instant modified =
          item.lastModified() == null ? Instant.EPOCH : item.lastModified().toInstant();
      String etag = item.etag() == null ? "" : item.etag().replace("\"", "");
      if (parts.store.embedded() != null
          && UNFINISHED.matcher(item.objectName()).matches()
          && modified.isAfter(Instant.now().minus(SETTLED))) {
        unsettled = true;
      } else if (!item.isDir()) {
        page.put(
            item.objectName(),
            new Known(item.objectName(), etag, item.size(), modified, claim.now()));
      }
    }
    return page;
  }

  /** As the table orders keys. */
  private static String greatest(Iterator<String> keys, String least) {
    String greatest = least;
    while (keys.hasNext()) {
      String key = keys.next();
      if (Arrays.compareUnsigned(
              key.getBytes(StandardCharsets.UTF_8), greatest.getBytes(StandardCharsets.UTF_8))
          > 0) {
        greatest = key;
      }
    }
    return greatest;
  }

  private void compare(Map<String, Known> page) throws Exception {
    if (page.isEmpty()) {
      return;
    }
    Map<String, Known> known = parts.known.of(storage, place, page.keySet());
    List<Known> found = new ArrayList<>();
    List<Known> silent = new ArrayList<>();
    for (Known one : page.values()) {
      Known before = known.get(one.key());
      if (before == null || !before.isSame(one)) {
        (before != null || isTold(one) ? found : silent).add(one);
      }
    }
    tell(found, false);
    found.addAll(silent);
    if (!found.isEmpty()) {
      parts.known.put(storage, place, claim.now(), found);
    }
  }

  /** What is found at the first look is of before, unless it came while the hub looked. */
  private boolean isTold(Known one) {
    return claim.whole()
        || parts.existing
        || !one.modified().isBefore(claim.since().truncatedTo(ChronoUnit.SECONDS));
  }

  /** A list need not have the order of the table, so each object is asked for by its name. */
  private void compareGone(Map<String, Known> page, String after, @Nullable String end)
      throws Exception {
    String from = after;
    while (true) {
      List<Known> range = parts.known.range(storage, place, from, end, PAGE);
      List<Known> gone = new ArrayList<>();
      for (Known one : range) {
        if (!page.containsKey(one.key()) && isGone(one)) {
          gone.add(one);
        }
      }
      tell(gone, true);
      if (!gone.isEmpty()) {
        parts.known.drop(storage, place, gone);
      }
      if (range.size() < PAGE) {
        return;
      }
      from = range.get(PAGE - 1).key();
      parts.known.renew(storage, place);
    }
  }

  private boolean isGone(Known one) throws Exception {
    try {
      client.statObject(StatObjectArgs.builder().bucket(place.bucket()).object(one.key()).build());
      return false;
    } catch (ErrorResponseException e) {
      if (e.response().code() == 404) {
        return true;
      }
      throw e;
    }
  }

  private void tell(List<Known> changed, boolean removed) throws Exception {
    Instant now = Instant.now();
    for (int from = 0; from < changed.size(); from += BATCH) {
      List<Known> batch = changed.subList(from, Math.min(changed.size(), from + BATCH));
      List<Change> changes =
          batch.stream()
              .map(
                  one ->
                      new Change(
                          place.bucket(),
                          one.key(),
                          removed,
                          one.etag(),
                          removed ? now : one.modified()))
              .toList();
      List<String> own = batch.stream().map(one -> ownKey(one, removed)).toList();
      List<String> keys = parts.told.keys(place.bucket(), changes, batch, own);
      List<NewEvent> events = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        events.add(event(batch.get(i), removed, now, keys.get(i)));
      }
      for (Appended appended : parts.events.appendNow(events, EventLog.PATIENCE)) {
        parts.meters.found(removed, appended.duplicate());
      }
    }
  }

  private String ownKey(Known one, boolean removed) {
    return Envelope.key(
        new StoredObject(place.bucket(), one.key()).path(),
        removed ? "missed" : "found",
        one.etag(),
        String.valueOf(one.size()),
        String.valueOf(one.modified().toEpochMilli()));
  }

  private NewEvent event(Known one, boolean removed, Instant now, String key) throws Exception {
    var object = new StoredObject(place.bucket(), one.key());
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("eventName", removed ? "ObjectRemoved:Missed" : "ObjectCreated:Found");
    data.put("bucket", object.bucket());
    data.put("key", object.key());
    if (!removed) {
      String version = version(one);
      if (version != null) {
        data.put("versionId", version);
      }
      data.put("size", one.size());
      if (!one.etag().isEmpty()) {
        data.put("eTag", one.etag());
      }
    }
    return Envelope.checked(
            parts.source,
            removed ? "minio.object.removed" : "minio.object.created",
            object.subject(),
            key,
            JsonTree.write(data))
        .withTime(removed ? now : one.modified());
  }

  /** Lists of versions can be long; those of what has changed are asked for one by one. */
  private @Nullable String version(Known one) throws Exception {
    if (versioned == null) {
      versioned = isVersioned();
    }
    if (!versioned) {
      return null;
    }
    try {
      StatObjectResponse found =
          client.statObject(
              StatObjectArgs.builder().bucket(place.bucket()).object(one.key()).build());
      return one.etag().equals(found.etag()) ? found.versionId() : null;
    } catch (ErrorResponseException e) {
      if (e.response().code() == 404) {
        return null;
      }
      throw e;
    }
  }

  private boolean isVersioned() throws Exception {
    try {
      return client
              .getBucketVersioning(GetBucketVersioningArgs.builder().bucket(place.bucket()).build())
              .status()
          == VersioningConfiguration.Status.ENABLED;
    } catch (ErrorResponseException e) {
      // a server without versions
      return false;
    }
  }
}
