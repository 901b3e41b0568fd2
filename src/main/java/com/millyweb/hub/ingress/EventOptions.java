package com.millyweb.hub.ingress;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What event {@code normalise.json} makes of a request of a kind.
 *
 * @param type template of the event's type; by default the source's name and the body's {@code
 *     type}
 * @param subject template of the event's subject; by default what the source says
 * @param key template of the delivery key; by default what the source says
 * @param unnamed what becomes of a request that has no plain name for its type
 * @param without a field at the top of the JSON that is not kept
 */
@UriParams
public record EventOptions(
    @UriParam(
            label = "event",
            javaType = "java.lang.String",
            description =
                "Template of the event's type, such as {source}.{/kind}; {X-New|X-Old} takes the first that was sent. By default <source>.<type of the body>.")
        @Nullable Template type,
    @UriParam(
            label = "event",
            javaType = "java.lang.String",
            description =
                "Template of the event's subject, such as {/order/id}. By default what the source says.")
        @Nullable Template subject,
    @UriParam(
            label = "event",
            javaType = "java.lang.String",
            description =
                "Template of the delivery key, by which a delivery that comes again is known, such as {X-Delivery}. By default what the source says.")
        @Nullable Template key,
    @UriParam(
            label = "event",
            enums = "received,refuse",
            defaultValue = "received",
            description =
                "What becomes of a request that does not fill the type: the event <source>.received, or the answer 400. The answer 400 also meets names that are not plain: lower-case letters, digits and _.")
        @DefaultValue("received")
        Unnamed unnamed,
    @UriParam(
            label = "event",
            description = "A field at the top of the JSON that is not kept, such as secret.")
        @Nullable String without) {

  /** What becomes of a request that has no name for its type. */
  public enum Unnamed {
    RECEIVED,
    REFUSE
  }
}
