package com.millyweb.hub.ingress;

import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.CamelContextHelper;

/** The start of a kind's route: from then on its sources do what its options say. */
final class KindConsumer extends DirectConsumer {
  private final String kind;
  private final KindOptions options;

  KindConsumer(DirectEndpoint inner, Processor processor, String kind, KindOptions options) {
    super(inner, processor, inner.getEndpointUri());
    this.kind = kind;
    this.options = options;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Kinds kinds = CamelContextHelper.findSingleByType(getEndpoint().getCamelContext(), Kinds.class);
    // a test of one route has no hub
    if (kinds != null) {
      kinds.started(kind, options);
    }
  }
}
