package com.millyweb.hub.workbench.document;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.SubscriptionStatus;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the schemas; code that clients generate is called so. What records call themselves stands
 * at them.
 */
final class SchemaNames extends TypeNameResolver {
  private static final Map<Class<?>, String> OF_OTHER_ROOMS =
      Map.of(
          AttemptStatus.class, "Attempt",
          Audit.Entry.class, "AuditEntry",
          DeliveryStatus.class, "Delivery",
          Inbox.Entry.class, "Notice",
          NoticeActions.State.class, "Actions",
          SubscriptionStatus.class, "Subscription");

  private final Map<String, Class<?>> classes = new HashMap<>();

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    String own = OF_OTHER_ROOMS.get(type);
    return own == null ? super.nameForClass(type, options) : own;
  }

  /** Remembers which class a schema is of. */
  void remember(String name, Class<?> type) {
    Class<?> other = classes.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalStateException(
          "The schema %s would stand for %s and %s: rename one".formatted(name, other, type));
    }
  }

  /** The record of a schema; null when it is of none. */
  @Nullable Class<?> type(String schema) {
    return classes.get(schema);
  }
}
