package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.KnownBeans;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/** What routes under test find: parts that stand in for the hub's, and its beans that need none. */
final class TrialBeans implements BeanRepository {
  private final KnownBeans known;
  private final Clock clock;
  private final List<Object> parts = new ArrayList<>();
  private final Map<String, Object> made = new HashMap<>();

  /**
   * @param parts found by their type
   */
  TrialBeans(KnownBeans known, Clock clock, Object... parts) {
    this.known = known;
    this.clock = clock;
    this.parts.addAll(List.of(parts));
    this.parts.add(clock);
  }

  @Override
  public @Nullable Object lookupByName(String name) {
    Class<?> type = known.type(name);
    return type == null ? null : made.computeIfAbsent(name, any -> make(name, type));
  }

  private Object make(String name, Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Object[] arguments = arguments(constructor.getParameterTypes());
      if (arguments != null) {
        try {
          constructor.setAccessible(true);
          return constructor.newInstance(arguments);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
          throw new IllegalStateException("Bean '%s' cannot be made for a test".formatted(name), e);
        }
      }
    }
    throw new IllegalStateException(
        "Bean '%s' needs a running hub; its route cannot be tested without one".formatted(name));
  }

  private Object @Nullable [] arguments(Class<?>... types) {
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isAssignableFrom(clock.getClass())) {
        return null;
      }
      arguments[i] = clock;
    }
    return arguments;
  }

  @Override
  public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
    Object bean = lookupByName(name);
    return type.isInstance(bean) ? type.cast(bean) : null;
  }

  @Override
  public <T> Map<String, T> findByTypeWithName(Class<T> type) {
    Map<String, T> found = new LinkedHashMap<>();
    for (Object part : parts) {
      if (type.isInstance(part) && type != Object.class) {
        found.put(part.getClass().getSimpleName(), type.cast(part));
      }
    }
    return found;
  }

  @Override
  public <T> Set<T> findByType(Class<T> type) {
    return Set.copyOf(findByTypeWithName(type).values());
  }
}
