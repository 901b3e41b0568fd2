package com.millyweb.hub.service.minio;

import io.minio.MinioClient;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The server, and the client that asks it; nothing of the client is loaded before it is needed. */
@Component
final class ObjectStore implements DisposableBean {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final S3Properties properties;
  private @Nullable MinioClient client;

  ObjectStore(S3Properties properties) {
    this.properties = properties;
  }

  boolean isOn() {
    return properties.url() != null;
  }

  /**
   * @throws IllegalArgumentException when steps may not use it
   */
  Place place(String bucket) {
    return Place.of(properties.buckets(), bucket);
  }

  /**
   * @throws IllegalStateException when there is no server
   */
  synchronized MinioClient client() {
    if (client == null) {
      var url = properties.url();
      var accessKey = properties.accessKey();
      var secretKey = properties.secretKey();
      if (url == null || accessKey == null || secretKey == null) {
        throw new IllegalStateException(
            "There is no object storage: set hub.s3.url, hub.s3.access-key and hub.s3.secret-key");
      }
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
  public synchronized void destroy() throws Exception {
    if (client != null) {
      client.close();
    }
  }
}
