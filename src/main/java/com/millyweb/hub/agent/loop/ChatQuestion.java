package com.millyweb.hub.agent.loop;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.ToolRouter;
import com.millyweb.hub.tool.ToolText;
import com.millyweb.hub.tool.Tools;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people write to the hub that is no command: a question for an agent, or for a tool. */
@RouteBean
@Component("chatQuestion")
public class ChatQuestion {
  private static final int SHOWN = 3000;

  private final LanguageModels models;
  private final Tools tools;
  private final ToolRouter router;

  ChatQuestion(LanguageModels models, Tools tools, ToolRouter router) {
    this.models = models;
    this.tools = tools;
    this.router = router;
  }

  /**
   * Who is to answer: {@code agent}; {@code tool}, where no model is configured; {@code stranger},
   * who is nobody's business to answer; or empty, when there is nothing to answer.
   */
  public String kind(@Body @Nullable Object body) {
    ChatMessage message = ChatMessage.read(body);
    if (!message.addressed() || message.text().isBlank()) {
      return "";
    }
    if (message.person() == null) {
      return "stranger";
    }
    return models.names().isEmpty() ? "tool" : "agent";
  }

  /**
   * What the tool says that is most like the question; the fields are title and text.
   *
   * @throws Exception that the tool failed with
   */
  public Map<String, Object> byTool(@Body @Nullable Object body, Exchange exchange)
      throws Exception {
    String question = ChatMessage.read(body).text();
    Map<String, Object> said = new LinkedHashMap<>();
    ToolRouter.Routed routed = route(question);
    if (routed == null) {
      said.put("title", "No model was there to answer this");
      said.put("text", "Set `hub.model`, such as `HUB_MODEL=ollama:qwen3:8b`, to talk to me.");
      return said;
    }
    Object answer = tools.call(routed.tool().name(), routed.arguments(), null);
    String text = Redaction.instance().redact(ToolText.of(routed.tool(), answer));
    said.put(
        "title",
        "No model was there to answer this; the tool %s says".formatted(routed.tool().name()));
    said.put("text", Questions.fenced(Truncate.to(text, SHOWN)));
    return said;
  }

  private ToolRouter.@Nullable Routed route(String question) throws InterruptedException {
    try {
      return router.route(question).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
