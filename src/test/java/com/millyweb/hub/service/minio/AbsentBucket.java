package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.fixture.HubFixture;
import io.minio.BucketExistsArgs;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/**
 * What steps say of a bucket that the server does not have; every server gives the same answers.
 */
final class AbsentBucket {
  private AbsentBucket() {}

  static void isReadAsOneThatIsNotThere(HubFixture hub, String bucket) {
    ProducerTemplate template = hub.bean(CamelContext.class).createProducerTemplate();
    fails(template, "object:list?bucket=" + bucket, "NoSuchBucket");
    String one = "?bucket=%s&key=one.txt".formatted(bucket);
    fails(template, "object:get" + one, "NoSuchBucket");
    fails(template, "object:get" + one + "&as=stream", "NoSuchKey");
    fails(template, "object:stat" + one, "NoSuchKey");
    for (String as : new String[] {"auto", "stream"}) {
      assertThat(
              template.requestBody(
                  "object:get%s&missing=empty&as=%s".formatted(one, as), (Object) null))
          .as(as)
          .isNull();
    }
    template.requestBody("object:delete" + one, (Object) null);
    assertThat(template.requestBody("object:link" + one, null, String.class)).contains("one.txt");
    assertThat(isThere(hub, bucket)).isFalse();
  }

  private static void fails(ProducerTemplate template, String uri, String reason) {
    assertThatThrownBy(() -> template.requestBody(uri, (Object) null))
        .as(uri)
        .cause()
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(reason);
  }

  private static boolean isThere(HubFixture hub, String bucket) {
    try {
      return hub.bean(ObjectStore.class)
          .client()
          .bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
