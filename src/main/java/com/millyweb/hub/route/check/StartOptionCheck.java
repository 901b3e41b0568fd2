package com.millyweb.hub.route.check;

import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** What Camel finds out only when routes start, without starting them. */
final class StartOptionCheck {
  /** Looked at elsewhere, with the names of those that claim the same. */
  private static final Set<String> SEEN_TO =
      Set.of("agent", "ai-tool", "direct", "door", "seda", "platform-http");

  private StartOptionCheck() {}

  /**
   * @param context whose endpoints are made, never started
   * @param shown what of a message may be told
   */
  static void check(
      CamelContext context,
      RouteOutline outline,
      OtherRoutes neighbours,
      UnaryOperator<String> shown) {
    List<OtherRoutes.Start> starts = new ArrayList<>(neighbours.starts());
    for (EndpointUse use : outline.endpoints) {
      if (use.role() == Role.CONSUMER) {
        initialise(context, use, outline, shown);
        once(context, use, starts, outline);
        group(use, starts, outline);
        starts.add(new OtherRoutes.Start(use, outline.text.file()));
      } else if (use.role() == Role.PRODUCER) {
        initialise(context, use, outline, shown);
      }
    }
  }

  /** Compiles what options say, and looks for the files that they name. */
  private static void initialise(
      CamelContext context, EndpointUse use, RouteOutline outline, UnaryOperator<String> shown) {
    boolean own = !RoutePolicy.nounOf(use.scheme()).isEmpty();
    boolean sql = use.scheme().equals("sql") && isInTheJar(use);
    if (!own && !sql) {
      return;
    }
    try {
      Endpoint endpoint =
          EndpointCatalogue.isCarried(use)
              ? worded(context, use, outline)
              : context.getEndpoint(EndpointCatalogue.uri(use));
      if (use.role() == Role.CONSUMER) {
        ServiceHelper.initService(endpoint.createConsumer(exchange -> {}));
      } else {
        ServiceHelper.initService(endpoint.createProducer());
      }
    } catch (Exception e) {
      String reason = ScratchRoutes.reason(e);
      outline.error(OptionCheck.culprit(use, reason, outline), shown.apply(reason), null);
    }
  }

  /** The words may stand in a file beside the routes. */
  private static Endpoint worded(CamelContext context, EndpointUse use, RouteOutline outline)
      throws Exception {
    String uri = EndpointCatalogue.uri(use);
    var made = new AtomicReference<Endpoint>();
    ((ScratchContext) context)
        .capabilities()
        .making(outline.text, () -> made.set(context.getEndpoint(uri)));
    return made.get();
  }

  /** A statement from anywhere else is not read while a file is checked. */
  private static boolean isInTheJar(EndpointUse use) {
    String statement = use.path();
    return statement.startsWith("classpath:") && !statement.contains("{{");
  }

  /** Camel starts two routes at one endpoint only where its component says so. */
  private static void once(
      CamelContext context, EndpointUse use, List<OtherRoutes.Start> starts, RouteOutline outline) {
    Endpoint endpoint = SEEN_TO.contains(use.scheme()) ? null : endpoint(context, use);
    if (endpoint == null
        || (endpoint instanceof MultipleConsumersSupport several
            && several.isMultipleConsumersSupported())) {
      return;
    }
    for (var other : starts) {
      if (other.use().scheme().equals(use.scheme())
          && endpoint.equals(endpoint(context, other.use()))) {
        outline.error(
            use.uri(),
            "'%s' is the start of another route already, in %s:%d; '%s' starts one route for each URI"
                .formatted(
                    use.uri().getValue(),
                    other.file(),
                    Position.of(other.use().uri()).line(),
                    use.scheme()),
            null);
        return;
      }
    }
  }

  /** A group is one subscription: who shares it must want the same events in the same order. */
  private static void group(EndpointUse use, List<OtherRoutes.Start> starts, RouteOutline outline) {
    String group = groupOf(use);
    for (var other : group == null ? List.<OtherRoutes.Start>of() : starts) {
      boolean same =
          use.path().equals(other.use().path()) && order(use).equalsIgnoreCase(order(other.use()));
      if (String.valueOf(group).equals(groupOf(other.use())) && !same) {
        outline.error(
            OptionCheck.position(use, "group", outline),
            "Group '%s' subscribes to '%s' already, in %s:%d; it cannot subscribe to '%s' too, or in another order, or collect or limit them otherwise: set another group"
                .formatted(
                    group,
                    other.use().path(),
                    other.file(),
                    Position.of(other.use().uri()).line(),
                    use.path()),
            null);
        return;
      }
    }
  }

  private static @Nullable String groupOf(EndpointUse use) {
    if (!use.scheme().equals("event")) {
      return null;
    }
    String group = use.option("group");
    return group == null ? use.route() : group;
  }

  /** What decides about the lanes of a subscription, as one text. */
  private static String order(EndpointUse use) {
    String order = use.option("orderBy");
    StringBuilder all = new StringBuilder(order == null ? "none" : order);
    for (String option : List.of("collect", "collectBy", "collectMax", "atMost", "atMostBy")) {
      all.append(' ').append(use.option(option));
    }
    return all.toString();
  }

  private static @Nullable Endpoint endpoint(CamelContext context, EndpointUse use) {
    try {
      return context.getEndpoint(EndpointCatalogue.uri(use));
    } catch (RuntimeException e) {
      // it belongs to another file, whose own check says so
      return null;
    }
  }
}
