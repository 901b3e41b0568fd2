package com.millyweb.hub.workbench.access;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.trace.TraceStep;
import com.millyweb.hub.ingress.SourceStatus;
import com.millyweb.hub.notify.ChannelStatus;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.notify.holding.HeldNotice;
import com.millyweb.hub.workbench.WorkbenchWeb;
import com.millyweb.hub.workbench.api.EventView;
import com.millyweb.hub.workbench.api.Mask;
import com.millyweb.hub.workbench.api.RouteView;
import com.millyweb.hub.workbench.api.SystemApi;
import com.millyweb.hub.workbench.api.run.ApprovalView;
import com.millyweb.hub.workbench.api.run.RunView;
import com.millyweb.hub.workbench.api.run.StepView;
import com.millyweb.hub.workbench.why.Why;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Viewers see that something happened, not what it says: the envelope of an event, when and where
 * it went, how it ended. What came from outside, and whatever was made of it (a notice, an error
 * that quotes it), is content, and shows from operator on. This is the one place that keeps the
 * rule, over all answers of the API, and so over the page.
 */
@RestControllerAdvice(basePackageClasses = WorkbenchWeb.class)
public final class ContentRule implements ResponseBodyAdvice<Object> {
  static final Scope SEES_CONTENT = Scope.operator;

  private static final Map<Class<?>, Set<String>> CONTENT =
      Map.ofEntries(
          Map.entry(EventView.class, Set.of("key", "data", "dataBase64")),
          Map.entry(EventView.DeliveryView.class, Set.of("error")),
          Map.entry(AttemptStatus.class, Set.of("error")),
          Map.entry(DeliveryStatus.class, Set.of("error")),
          Map.entry(
              Inbox.Entry.class,
              Set.of("key", "thread", "title", "text", "fields", "link", "actions", "attachments")),
          Map.entry(HeldNotice.class, Set.of("title", "text")),
          Map.entry(NoticeActions.State.class, Set.of("title", "actions")),
          Map.entry(SourceStatus.Refusals.class, Set.of("lastDetail")),
          Map.entry(RouteView.ProblemView.class, Set.of("message", "suggestion")),
          Map.entry(SystemApi.SystemView.class, Set.of("detail")),
          Map.entry(SystemApi.SystemChange.class, Set.of("error")),
          Map.entry(ChannelStatus.TargetStatus.class, Set.of("lastError", "disabledBecause")),
          Map.entry(Why.class, Set.of("key")),
          Map.entry(Why.AboutNotice.class, Set.of("title")),
          Map.entry(Why.Pressed.class, Set.of("by", "button")),
          Map.entry(Why.Ran.class, Set.of("error")),
          Map.entry(Why.Version.class, Set.of("diff")),
          Map.entry(Why.Result.class, Set.of("title")),
          Map.entry(Why.FilterPart.class, Set.of("text", "values", "problem")),
          Map.entry(TraceStep.class, Set.of("step", "changed", "call", "failure")),
          Map.entry(RunView.class, Set.of("task", "pause", "answer", "error")),
          Map.entry(StepView.class, Set.of("arguments", "result", "thinking", "calls", "error")),
          Map.entry(ApprovalView.class, Set.of("arguments", "why", "reason", "edited")));

  /** Maps whose names say something, too: what a filter reads may be written into it. */
  private static final Set<String> NAMELESS = Set.of("values");

  private final ObjectMapper masking;

  ContentRule(ObjectMapper json) {
    masking =
        json.copy().registerModule(new SimpleModule().setSerializerModifier(new Masking(json)));
  }

  public static boolean isMaskedFor(Caller caller) {
    return !caller.scope().includes(SEES_CONTENT);
  }

  /** A part of an answer as this caller may see it, where it is written piece by piece. */
  public Object shown(Object part, Caller caller) {
    return isMaskedFor(caller) ? masking.valueToTree(part) : part;
  }

  @Override
  public boolean supports(
      MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
    return AbstractJackson2HttpMessageConverter.class.isAssignableFrom(converter);
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter method,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    HttpServletRequest servlet =
        request instanceof ServletServerHttpRequest made ? made.getServletRequest() : null;
    return body != null
            && servlet != null
            && servlet.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller
            && isMaskedFor(caller)
        ? masking.valueToTree(body)
        : body;
  }

  /** Puts the masked shape in the place of each value that is content. */
  private static final class Masking extends BeanSerializerModifier {
    private static final long serialVersionUID = 1;

    private final transient ObjectMapper plain;

    Masking(ObjectMapper plain) {
      this.plain = plain;
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription type, List<BeanPropertyWriter> properties) {
      Set<String> content = CONTENT.getOrDefault(type.getBeanClass(), Set.of());
      properties.replaceAll(
          property ->
              content.contains(property.getName()) ? new Masked(property, plain) : property);
      return properties;
    }
  }

  private static final class Masked extends BeanPropertyWriter {
    private static final long serialVersionUID = 1;

    private final transient ObjectMapper plain;

    Masked(BeanPropertyWriter property, ObjectMapper plain) {
      super(property);
      this.plain = plain;
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator json, SerializerProvider provider)
        throws Exception {
      Object value = get(bean);
      if (value == null) {
        super.serializeAsField(bean, json, provider);
        return;
      }
      json.writeFieldName(getName());
      json.writeTree(
          NAMELESS.contains(getName())
              ? Mask.nameless(plain.valueToTree(value))
              : Mask.of(plain.valueToTree(value)));
    }
  }
}
