package com.millyweb.hub.service.minio;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.secret.Secret;
import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The server, and the client that asks it; nothing of either is there before it is needed. */
@Component
final class ObjectStore implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ObjectStore.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final S3Properties properties;
  private final @Nullable EmbeddedStorage embedded;

  /** That are there for sure. */
  private final Set<String> buckets = ConcurrentHashMap.newKeySet();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable MinioClient client;
  private @Nullable URI asked;

  ObjectStore(S3Properties properties, HubProperties hub) {
    this.properties = properties;
    this.embedded = properties.isEmbedded() ? new EmbeddedStorage(hub.home()) : null;
    if (embedded != null && !properties.watch().isEmpty() && hub.db().url() != null) {
      log.warn(
          "hub.s3.watch looks at a storage in {} that belongs to this hub alone; where another hub has the same database, set hub.s3.url",
          embedded.folder());
    }
  }

  boolean isOn() {
    return !properties.isOff();
  }

  /** The server that the hub runs; null when another one is configured, or none. */
  @Nullable EmbeddedStorage embedded() {
    return embedded;
  }

  /** What tells one server from another, over restarts. */
  String identity() {
    return embedded == null
        ? String.valueOf(properties.url())
        : "embedded:" + embedded.address().accessKey();
  }

  /** The folder of a bucket of the embedded server; null for any other server. */
  @Nullable Path folder(Place place) {
    return embedded == null ? null : embedded.folder().resolve(place.bucket());
  }

  /**
   * @throws IllegalArgumentException when steps may not use it
   */
  Place place(String bucket) {
    return Place.of(properties.buckets(), bucket);
  }

  /**
   * Called when a step has changed something in the hub's own server, which tells nobody; elsewhere
   * the server does.
   */
  void changed() {
    if (embedded != null) {
      listeners.forEach(Runnable::run);
    }
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * In the hub's own server a bucket is made when something is to be stored there, or when the
   * configuration has it watched or gives it rules.
   */
  void prepare(Place place) throws Exception {
    if (embedded == null || buckets.contains(place.bucket())) {
      return;
    }
    MinioClient client = client();
    var exists = BucketExistsArgs.builder().bucket(place.bucket()).build();
    if (!client.bucketExists(exists)) {
      try {
        client.makeBucket(MakeBucketArgs.builder().bucket(place.bucket()).build());
      } catch (ErrorResponseException e) {
        if (!client.bucketExists(exists)) {
          throw e;
        }
      }
    }
    buckets.add(place.bucket());
  }

  /**
   * @throws IllegalStateException when there is no server
   */
  synchronized MinioClient client() {
    if (embedded != null) {
      EmbeddedStorage.Address address = embedded.address();
      return client(
          address.url(), new Secret(address.accessKey()), new Secret(address.secretKey()));
    }
    URI url = properties.url();
    Secret accessKey = properties.accessKey();
    Secret secretKey = properties.secretKey();
    if (properties.isOff() || url == null || accessKey == null || secretKey == null) {
      throw new IllegalStateException(
          "There is no object storage: hub.s3.url is off; set it with hub.s3.access-key and hub.s3.secret-key, or take it away");
    }
    return client(url, accessKey, secretKey);
  }

  private MinioClient client(URI url, Secret accessKey, Secret secretKey) {
    if (client == null || !url.equals(asked)) {
      asked = url;
      client =
          MinioClient.builder()
              .endpoint(url.toString())
              .region(properties.region())
              .credentials(accessKey.reveal(), secretKey.reveal())
              .httpClient(
                  new OkHttpClient.Builder()
                      .connectTimeout(CONNECT)
                      .readTimeout(ANSWER)
                      .writeTimeout(ANSWER)
                      .followRedirects(false)
                      .build(),
                  true)
              .build();
    }
    return client;
  }

  @Override
  public void destroy() throws Exception {
    // first the server: a start of it may hold the client's lock
    if (embedded != null) {
      embedded.close();
    }
    closeClient();
  }

  private synchronized void closeClient() throws Exception {
    if (client != null) {
      client.close();
    }
  }
}
