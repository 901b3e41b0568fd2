package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.route.check.ScratchContext;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** The context of a test: what a route may use is judged as always, and then reaches nobody. */
final class TrialContext extends ScratchContext {
  /** What these reach is inside the test. */
  private static final Set<String> INSIDE =
      Set.of("event", "notify", "direct", "seda", "bean", "timer", "door", "platform-http");

  private final Calls calls;

  TrialContext(Capabilities capabilities, Calls calls) {
    super(capabilities);
    this.calls = calls;
  }

  @Override
  protected Endpoint make(
      String uri, @Nullable Map<String, Object> parameters, boolean normalized, boolean prototype) {
    String scheme = OpenEndpoints.scheme(uri);
    if (INSIDE.contains(scheme)) {
      return super.make(uri, parameters, normalized, prototype);
    }
    int query = uri.indexOf('?');
    String address = uri.substring(scheme.length() + 1, query < 0 ? uri.length() : query);
    try {
      Map<String, Object> options = new HashMap<>(URISupport.parseQuery(query(uri, query)));
      if (parameters != null) {
        options.putAll(parameters);
      }
      return new StubEndpoint(uri, this, scheme, address, options, calls);
    } catch (URISyntaxException e) {
      throw new ResolveEndpointFailedException(uri, e);
    }
  }

  private static String query(String uri, int query) {
    return query < 0 ? "" : uri.substring(query + 1);
  }
}
