package com.millyweb.hub.agent.loop;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.event.endpoint.FlowSubscription;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.ToolRouter;
import com.millyweb.hub.tool.ToolText;
import com.millyweb.hub.tool.Tools;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people write to the hub that is no command: a question for an agent, or for a tool. */
@RouteBean
@Component("chatQuestion")
public class ChatQuestion {
  private static final int SHOWN = 3000;

  /** In the filter of a flow that wants a command. */
  private static final String READS_THE_TEXT = "[text]";

  /** In the filter of a flow such as this one, which is not asked whether it wants to answer. */
  private static final String ASKS_HERE = "chatQuestion";

  private final CamelContext camel;
  private final LanguageModels models;
  private final Tools tools;
  private final ToolRouter router;

  ChatQuestion(CamelContext camel, LanguageModels models, Tools tools, ToolRouter router) {
    this.camel = camel;
    this.models = models;
    this.tools = tools;
    this.router = router;
  }

  /**
   * Whether somebody asks the hub something, and not another flow, whose filter wants what the text
   * says.
   */
  public boolean isOpen(@Body @Nullable Object body, Exchange exchange) {
    ChatMessage message = ChatMessage.read(body);
    return message.addressed() && !message.text().isBlank() && !isCommand(exchange);
  }

  private boolean isCommand(Exchange exchange) {
    return camel.getRoutes().stream()
        .flatMap(route -> FlowSubscription.of(route).stream())
        .filter(flow -> flow.isOf(ChatMessage.TYPE) && wantsCommands(flow.filter()))
        .anyMatch(flow -> flow.refusing(exchange).isEmpty());
  }

  private static boolean wantsCommands(@Nullable String filter) {
    return filter != null && filter.contains(READS_THE_TEXT) && !filter.contains(ASKS_HERE);
  }

  /**
   * Who is to answer: {@code agent}; {@code tool}, where no model is configured; or {@code
   * stranger}, whom nobody answers.
   */
  public String kind(@Body @Nullable Object body) {
    ChatMessage message = ChatMessage.read(body);
    if (message.person() == null) {
      return "stranger";
    }
    return models.names().isEmpty() ? "tool" : "agent";
  }

  /** What the tool says that is most like the question; the fields are title and text. */
  public Map<String, Object> byTool(@Body @Nullable Object body) throws InterruptedException {
    String question = ChatMessage.read(body).text();
    ToolRouter.Routed routed = route(question);
    if (routed == null) {
      return said(
          "No model was there to answer this",
          "Set `hub.model`, such as `HUB_MODEL=ollama:qwen3:8b`, to talk to me.");
    }
    Tool tool = routed.tool();
    String title = "No model was there to answer this; the tool %s ".formatted(tool.name());
    try {
      return said(
          title + "says",
          shown(ToolText.of(tool, tools.call(tool.name(), routed.arguments(), null))));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // somebody waits for an answer: a dead letter tells them nothing
      return said(title + "failed", shown(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Object> said(String title, String text) {
    return Map.of("title", title, "text", text);
  }

  private static String shown(String text) {
    return Questions.fenced(Truncate.to(Redaction.instance().redact(text), SHOWN));
  }

  private ToolRouter.@Nullable Routed route(String question) throws InterruptedException {
    try {
      return router.route(question).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
