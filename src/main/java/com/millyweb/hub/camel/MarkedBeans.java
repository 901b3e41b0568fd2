package com.millyweb.hub.camel;

import java.lang.reflect.Method;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanProcessorFactory;
import org.jspecify.annotations.Nullable;

/** Steps that call a bean: it must be one that is marked for routes, named, and no class. */
final class MarkedBeans implements BeanProcessorFactory {
  private final BeanProcessorFactory camels;

  MarkedBeans(BeanProcessorFactory camels) {
    this.camels = camels;
  }

  @Override
  public Processor createBeanProcessor(CamelContext context, Object bean, Method method)
      throws Exception {
    return camels.createBeanProcessor(context, marked(bean, ""), method);
  }

  @Override
  public Processor createBeanProcessor(
      CamelContext context,
      @Nullable Object bean,
      @Nullable String beanType,
      @Nullable Class<?> beanClass,
      @Nullable String ref,
      @Nullable String method,
      @Nullable BeanScope scope)
      throws Exception {
    if (beanType != null || beanClass != null) {
      throw new IllegalArgumentException("'beanType' is not open to routes: name a bean by 'ref'");
    }
    String name = ref == null ? "" : ref.replaceFirst("^#(bean:)?", "");
    Object named = bean == null ? context.getRegistry().lookupByName(name) : bean;
    marked(named, name);
    return camels.createBeanProcessor(context, bean, null, null, ref, method, scope);
  }

  private static Object marked(@Nullable Object bean, String name) {
    if (bean == null || !PlainValues.isMarked(bean)) {
      throw new IllegalArgumentException("There is no bean '%s' for routes".formatted(name));
    }
    return bean;
  }
}
