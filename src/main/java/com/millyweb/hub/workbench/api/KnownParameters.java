package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.RequiresScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a query parameter that the handler does not know, or that is given twice: a filter with a
 * typing error would otherwise match everything.
 */
public final class KnownParameters implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getMethod().equals("GET")
        && handler instanceof HandlerMethod method
        && method.hasMethodAnnotation(RequiresScope.class)) {
      Set<String> known = names(method);
      request.getParameterMap().forEach((name, values) -> check(known, name, values));
    }
    return true;
  }

  /** The parameters of a handler: the components of its records. */
  static Set<String> names(HandlerMethod handler) {
    Set<String> names = new TreeSet<>();
    for (MethodParameter parameter : handler.getMethodParameters()) {
      Class<?> type = parameter.getParameterType();
      if (type.isAnnotationPresent(ParameterObject.class)) {
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(names::add);
      }
    }
    return names;
  }

  private static void check(Set<String> known, String name, String[] values) {
    if (!known.contains(name)) {
      throw Refusal.badParameter(name, "is not a parameter here; there are " + known);
    }
    if (values.length > 1) {
      throw Refusal.badParameter(name, "must be given once, was: " + Arrays.toString(values));
    }
  }
}
