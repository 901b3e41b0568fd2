package com.millyweb.hub.agent.journal;

import com.millyweb.hub.model.Answered;
import com.millyweb.hub.model.ToolCall;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer, as it is put down.
 *
 * @param request hash of the whole question
 * @param tools hash of the tools that it offered; null for none
 * @param text what it said, with secrets masked
 */
public record Asked(
    int seq,
    Answered answered,
    String request,
    @Nullable String tools,
    String text,
    @Nullable String thinking,
    List<ToolCall> calls) {

  @Nullable BigDecimal cost() {
    return answered.cost();
  }

  @Nullable Long firstMillis() {
    return answered.first() == null ? null : answered.first().toMillis();
  }
}
