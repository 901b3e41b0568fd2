package com.millyweb.hub.camel;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Service;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The hub's beans that are marked for routes, by name and class, found without making any of them.
 * Routes may call the public methods of these and of no others.
 */
public final class KnownBeans {
  private static final String BASE_PACKAGE = "com.millyweb.hub";

  private final Map<String, Class<?>> types = new TreeMap<>();
  private final Map<String, String> aliases = new TreeMap<>();
  private final Set<String> javaRoutes = new TreeSet<>();
  private final SpringObjenesis objenesis = new SpringObjenesis();

  private KnownBeans() {}

  /** For commands, which have no Spring: read once from the hub's classes, which takes a while. */
  public static KnownBeans scan() {
    return Scanned.BEANS;
  }

  private static final class Scanned {
    private static final KnownBeans BEANS = read();
  }

  private static KnownBeans read() {
    var beans = new KnownBeans();
    var provider = new ClassPathScanningCandidateComponentProvider(false);
    provider.addIncludeFilter(new AnnotationTypeFilter(Component.class));
    for (BeanDefinition definition : provider.findCandidateComponents(BASE_PACKAGE)) {
      beans.add(definition);
    }
    return beans;
  }

  /** What {@link #scan} finds, from the definitions that Spring has read already. */
  static KnownBeans of(ListableBeanFactory factory) {
    var beans = new KnownBeans();
    for (String name : factory.getBeanDefinitionNames()) {
      Class<?> type = factory.getType(name, false);
      if (type != null) {
        beans.put(name, type);
      }
    }
    return beans;
  }

  private void add(BeanDefinition definition) {
    var names = AnnotationBeanNameGenerator.INSTANCE;
    var registry = new SimpleBeanDefinitionRegistry();
    Class<?> type = load(String.valueOf(definition.getBeanClassName()));
    if (type == null) {
      return;
    }
    put(names.generateBeanName(definition, registry), type);
    for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
      Bean bean = AnnotatedElementUtils.findMergedAnnotation(method, Bean.class);
      if (bean != null) {
        String[] given = bean.name();
        for (String name : given.length == 0 ? new String[] {method.getName()} : given) {
          put(name, method.getReturnType());
        }
      }
    }
  }

  private void put(String name, Class<?> type) {
    RouteBean mark = type.getAnnotation(RouteBean.class);
    if (mark != null) {
      types.put(name, type);
      for (String former : mark.formerly()) {
        types.put(former, type);
        aliases.put(former, name);
      }
    }
    JavaRoutes routes = type.getAnnotation(JavaRoutes.class);
    if (routes != null) {
      javaRoutes.addAll(Set.of(routes.value()));
    }
  }

  private static @Nullable Class<?> load(String name) {
    try {
      return ClassUtils.forName(name, KnownBeans.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  /** What routes call the beans today. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(types.keySet());
    names.removeAll(aliases.keySet());
    return names;
  }

  /** The ids of the routes that beans make in Java. */
  public Set<String> javaRoutes() {
    return Set.copyOf(javaRoutes);
  }

  /** What beans were called before, and are called now. */
  Map<String, String> aliases() {
    return Map.copyOf(aliases);
  }

  public boolean isBean(String name) {
    return types.containsKey(name);
  }

  public @Nullable Class<?> type(String name) {
    return types.get(name);
  }

  /** What can be called on the bean: public methods of its own. */
  public Set<String> methods(String name) {
    Class<?> type = types.get(name);
    Set<String> methods = new TreeSet<>();
    if (type != null) {
      Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
          .filter(method -> method.getDeclaringClass() != Object.class && !method.isSynthetic())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .map(Method::getName)
          .forEach(methods::add);
    }
    return methods;
  }

  /**
   * An object of the bean's class whose constructor never ran, for Camel to look at. There is none
   * for a service of Camel's, such as the hub's http component: Camel starts it, and finds its own.
   */
  public @Nullable Object placeholder(String name) {
    Class<?> type = types.get(name);
    if (type == null || Service.class.isAssignableFrom(type)) {
      return null;
    }
    if (type.isInterface()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }
    return objenesis.newInstance(type);
  }
}
