package com.millyweb.hub.flow;

import com.millyweb.hub.RouteBean;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A delivery that was given up, as a notice with all that is needed to retry it. */
@RouteBean
@Component("deadLetter")
public class DeadLetter {
  private static final int MAX_ERROR = 500;

  public Map<String, Object> notice(@Body @Nullable Object body) {
    Fields dead = Fields.of(body);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", dead.text("type"));
    fields.put("event id", dead.text("event"));
    fields.put("delivery", dead.text("delivery"));
    fields.put("reason", dead.text("reason"));
    fields.put("attempts", dead.text("attempts"));
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("title", dead.text("subscription") + " gave up an event");
    notice.put("text", dead.line("error", MAX_ERROR));
    notice.put("severity", "error");
    fields.values().removeIf(""::equals);
    notice.put("fields", fields);
    return notice;
  }
}
