package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A change of health as a notice. */
@RouteBean
@Component("healthChange")
public class HealthChange {
  private static final int MAX_ERROR = 500;

  public Map<String, Object> notice(@Body @Nullable Object body) {
    Fields change = Fields.of(body);
    String status = change.text("status");
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("title", "%s is %s".formatted(change.text("system"), status));
    notice.put("text", change.line("error", MAX_ERROR));
    notice.put("severity", severity(status));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("since", change.text("since"));
    fields.put("before", change.text("previous"));
    fields.values().removeIf(""::equals);
    notice.put("fields", fields);
    return notice;
  }

  private static String severity(String status) {
    return switch (status) {
      case "up" -> "success";
      case "down" -> "critical";
      default -> "warning";
    };
  }
}
