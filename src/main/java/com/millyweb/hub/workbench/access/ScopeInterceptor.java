package com.millyweb.hub.workbench.access;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.workbench.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Checks the caller's scope against the handler's, and notes every change in the audit. */
@Component
public final class ScopeInterceptor implements HandlerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(ScopeInterceptor.class);
  private static final String DETAIL = "hub.audit.detail";

  private final Audit audit;

  ScopeInterceptor(Audit audit) {
    this.audit = audit;
  }

  /** Adds to what the audit will say about this request. */
  public static void note(HttpServletRequest request, Map<String, ?> detail) {
    request.setAttribute(DETAIL, detail);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method) || isSprings(method)) {
      return true;
    }
    RequiresScope allowed = method.getMethodAnnotation(RequiresScope.class);
    if (allowed == null) {
      if (method.hasMethodAnnotation(Anonymous.class)) {
        return true;
      }
      throw new IllegalStateException("Nobody is allowed to call " + method);
    }
    Caller caller = (Caller) request.getAttribute(Caller.ATTRIBUTE);
    if (caller == null) {
      throw new Refusal(HttpStatus.UNAUTHORIZED, "This needs a token");
    }
    if (!caller.scope().includes(allowed.value())) {
      if (!allowed.action().isEmpty()) {
        record(request, caller, allowed, "refused");
      }
      throw new Refusal(
          HttpStatus.FORBIDDEN,
          "This needs the scope %s, '%s' has %s"
              .formatted(allowed.value(), caller.name(), caller.scope()));
    }
    return true;
  }

  /** Such as what answers OPTIONS: it tells methods, and does nothing. */
  private static boolean isSprings(HandlerMethod method) {
    return method.getBeanType().getName().startsWith("org.springframework.web.");
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (handler instanceof HandlerMethod method
        && request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
      RequiresScope allowed = method.getMethodAnnotation(RequiresScope.class);
      if (allowed != null && !allowed.action().isEmpty()) {
        int status = response.getStatus();
        record(request, caller, allowed, status < 400 ? "ok" : status < 500 ? "refused" : "failed");
      }
    }
  }

  private void record(
      HttpServletRequest request, Caller caller, RequiresScope allowed, String outcome) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    String target =
        variables instanceof Map<?, ?> map && !map.isEmpty()
            ? String.valueOf(map.values().iterator().next())
            : null;
    @SuppressWarnings("unchecked")
    Map<String, ?> detail = (Map<String, ?>) request.getAttribute(DETAIL);
    try {
      audit.record(
          caller.name(),
          allowed.action(),
          target,
          request.getRemoteAddr(),
          outcome,
          detail == null ? Map.of() : detail);
    } catch (DataAccessException e) {
      log.error(
          "Not in the audit, because the database did not take it: {} {} {} by {}",
          allowed.action(),
          target,
          outcome,
          caller.name(),
          e);
    }
  }
}
