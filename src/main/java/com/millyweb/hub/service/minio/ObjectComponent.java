package com.millyweb.hub.service.minio;

import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.config.Nearest;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The {@code object:} component. */
@Component("object")
public class ObjectComponent extends DefaultComponent {
  private static final String TAG = "tag.";

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new ObjectEndpoint(uri, this);
    endpoint.setAction(Nearest.choice(ObjectAction.class, "object:", remaining));
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    setProperties(endpoint, parameters);
    endpoint.requireConsistent();
    // a check without the hub knows no buckets
    ObjectStore store = CamelContextHelper.findSingleByType(getCamelContext(), ObjectStore.class);
    if (store != null) {
      check(store, endpoint.getBucket());
      check(store, endpoint.getToBucket());
    }
    return endpoint;
  }

  /** What an expression says shows when it runs. */
  private static void check(ObjectStore store, @Nullable String bucket) {
    if (bucket != null && !bucket.contains("${")) {
      store.place(bucket);
    }
  }

  /** Not as Camel sets properties: a text that begins with '#' names no bean. */
  private static boolean set(ObjectEndpoint endpoint, String name, String value) {
    if (name.startsWith(TAG)) {
      endpoint.getTag().put(name.substring(TAG.length()), value);
      return true;
    }
    switch (name) {
      case "bucket" -> endpoint.setBucket(value);
      case "toBucket" -> endpoint.setToBucket(value);
      case "tags" -> endpoint.setTags(value);
      case "key" -> endpoint.setKey(value);
      case "toKey" -> endpoint.setToKey(value);
      case "prefix" -> endpoint.setPrefix(value);
      case "after" -> endpoint.setAfter(value);
      case "contentType" -> endpoint.setContentType(value);
      case "offset" -> endpoint.setOffset(value);
      case "length" -> endpoint.setLength(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
