package com.millyweb.hub.camel;

import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Endpoint;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What is found by name: beans that are marked for routes, and parts of Camel where one of their
 * kind is asked for. By type alone, which only Java asks for, everything is found.
 */
final class OpenRegistry extends DefaultRegistry {
  private static final List<Class<?>> CLOSED =
      List.of(
          CamelContext.class,
          Registry.class,
          ProducerTemplate.class,
          ConsumerTemplate.class,
          FluentProducerTemplate.class,
          Endpoint.class);

  private final RouteValues values;
  private final Reach reach;
  private final ThreadLocal<Boolean> components = ThreadLocal.withInitial(() -> false);
  private final ThreadLocal<Boolean> revealing = ThreadLocal.withInitial(() -> false);

  OpenRegistry(RouteValues values, BeanRepository beans, Reach reach) {
    super(beans);
    this.values = values;
    this.reach = reach;
  }

  /** Lets secrets be found until {@link #conceal}: the options of an endpoint are set. */
  void reveal() {
    revealing.set(true);
  }

  void conceal() {
    revealing.remove();
  }

  /**
   * Whether components are found without saying that one is wanted; Camel asks so.
   *
   * @return what it was before
   */
  boolean components(boolean found) {
    boolean before = components.get();
    components.set(found);
    return before;
  }

  @Override
  public @Nullable Object lookupByName(String name) {
    String secret = revealing.get() ? values.reveal(name) : null;
    if (secret != null) {
      return secret;
    }
    Object found = super.lookupByName(name);
    boolean open =
        found != null
            && (PlainValues.isMarked(found) || components.get() && found instanceof Component);
    return open ? found : null;
  }

  @Override
  public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
    String secret = revealing.get() ? values.reveal(name) : null;
    if (secret != null) {
      return type.isInstance(secret) ? type.cast(secret) : null;
    }
    if (type == DataSource.class) {
      return type.cast(reach.database(name));
    }
    if (type == Object.class) {
      return type.cast(lookupByName(name));
    }
    T found = super.lookupByNameAndType(name, type);
    return open(found) == null ? null : found;
  }

  private static @Nullable Object open(@Nullable Object found) {
    if (found == null || PlainValues.isMarked(found)) {
      return found;
    }
    boolean closed = CLOSED.stream().anyMatch(type -> type.isInstance(found));
    return !closed && isOfCamel(found.getClass()) ? found : null;
  }

  /** The hub's own components and parts that stand in for one of Camel's are Camel's too. */
  private static boolean isOfCamel(@Nullable Class<?> type) {
    for (Class<?> t = type; t != null && t != Object.class; t = t.getSuperclass()) {
      if (t.getName().startsWith("org.apache.camel.")) {
        return true;
      }
    }
    return false;
  }
}
