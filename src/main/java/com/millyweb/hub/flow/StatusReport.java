package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How everything is, from the row of {@code status.sql}. */
@RouteBean
@Component("statusReport")
public class StatusReport {

  /**
   * @param message who asks: a stranger may be anybody that found the bot, and learns no more than
   *     the public health page tells
   */
  public Map<String, Object> read(
      @Body @Nullable Object body, @Variable("message") @Nullable Object message) {
    Person asking = ChatMessage.read(message).person();
    Fields row = Fields.of(body);
    List<Map<?, ?>> systems = row.json("systems");
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("systems", systems);
    read.put(
        "unwell", systems.stream().filter(system -> !"up".equals(system.get("status"))).toList());
    read.put("down", systems.stream().anyMatch(system -> "down".equals(system.get("status"))));
    boolean known = asking != null && !asking.name().isEmpty();
    read.put("known", known);
    if (known) {
      read.put("alerts", row.jsonTexts("alerts"));
      read.put("firing", row.number("firing"));
      read.put("waiting", row.number("waiting"));
      read.put("dead", row.number("dead"));
    }
    return read;
  }
}
