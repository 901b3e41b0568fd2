package com.millyweb.hub.camel;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurer;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a route can name, as a type to convert to or an exception to throw, beside those
 * that Camel is made of.
 */
final class OpenClasses extends DefaultClassResolver {
  private static final String CAMEL = "org.apache.camel.";
  private static final String HUB = "com.millyweb.hub.";

  private static final Set<String> VALUES =
      Set.of(
          "java.lang.Object",
          "java.lang.String",
          "java.lang.CharSequence",
          "java.lang.Boolean",
          "java.lang.Character",
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double",
          "java.lang.Number",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.io.InputStream",
          "java.io.Reader",
          "java.util.Map",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.List",
          "java.util.ArrayList",
          "java.util.LinkedList",
          "java.util.Set",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.TreeSet",
          "java.util.Collection",
          "java.util.Iterator",
          "java.util.Date",
          "java.util.UUID",
          "java.time.Instant",
          "java.time.Duration",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime",
          "com.fasterxml.jackson.databind.JsonNode");

  OpenClasses(CamelContext context) {
    super(context);
  }

  @Override
  protected @Nullable Class<?> loadClass(String name, ClassLoader loader) {
    Class<?> type = super.loadClass(name, loader);
    return type == null || isOpen(type) ? type : null;
  }

  /** Whether a value may be taken as this type; Camel knows the short names of plain ones. */
  static boolean isName(String type) {
    return VALUES.contains(type) || type.matches("\\w+(\\[])*");
  }

  private static boolean isOpen(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    String name = element.getName();
    return element.isPrimitive()
        || VALUES.contains(name)
        || Throwable.class.isAssignableFrom(element)
        || name.startsWith(CAMEL) && !CamelContext.class.isAssignableFrom(element)
        || name.startsWith(HUB) && isPartOfComponent(element);
  }

  private static boolean isPartOfComponent(Class<?> type) {
    return Component.class.isAssignableFrom(type)
        || PropertyConfigurer.class.isAssignableFrom(type)
        || EndpointUriFactory.class.isAssignableFrom(type);
  }
}
