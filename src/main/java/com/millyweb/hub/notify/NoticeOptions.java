package com.millyweb.hub.notify;

import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.event.endpoint.OptionText;
import com.millyweb.hub.notify.holding.Hold;
import com.millyweb.hub.notify.wording.NoticeTemplate;
import com.millyweb.hub.notify.wording.ParameterWords;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** The options of a {@code notify:} URI, compiled. */
record NoticeOptions(
    String channel,
    @Nullable OptionText key,
    @Nullable Expression severity,
    @Nullable OptionText thread,
    ParameterWords words,
    @Nullable NoticeTemplate notice,
    @Nullable Duration hold,
    @Nullable String holdTo) {

  static NoticeOptions of(NotifyEndpoint endpoint) {
    CamelContext context = endpoint.getCamelContext();
    String severity = endpoint.getSeverity();
    if (severity != null && !severity.contains("${")) {
      Severity.of(severity);
    }
    NoticeTemplate notice = endpoint.notice();
    Duration hold = Hold.of(endpoint.getHold());
    String holdTo = endpoint.getHoldTo();
    if (notice != null) {
      hold = hold == null ? notice.hold() : hold;
      holdTo = holdTo == null ? notice.holdTo() : holdTo;
    }
    if (holdTo != null && hold == null) {
      throw new IllegalArgumentException(
          "holdTo says who may take the notice back while it is held, and there is no hold");
    }
    return new NoticeOptions(
        endpoint.getChannel(),
        OptionText.of(context, "key", endpoint.getKey()),
        expression(context, severity),
        OptionText.of(context, "thread", endpoint.getThread()),
        ParameterWords.of(context, "notify:" + endpoint.getChannel(), endpoint.words()),
        notice,
        hold,
        holdTo);
  }

  /** Whether the notice is worded here; else its words are the body. */
  boolean say() {
    return notice != null || !words.isEmpty();
  }

  /** What the words are for this message: the parameters on top of the notice file. */
  private Map<String, Object> words(Exchange exchange, Instant now) {
    Map<String, Object> said = new LinkedHashMap<>();
    if (notice != null) {
      said.putAll(notice.say(exchange, now));
    }
    words.say(exchange).forEach((name, value) -> said.merge(name, value, NoticeOptions::both));
    return said;
  }

  private static Object both(Object below, Object above) {
    if (below instanceof Map<?, ?> some && above instanceof Map<?, ?> more) {
      Map<Object, Object> all = new LinkedHashMap<>(some);
      all.putAll(more);
      return all;
    }
    if (below instanceof List<?> some && above instanceof List<?> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }
    return above;
  }

  NoticeBody evaluate(Exchange exchange, String channel) {
    return new NoticeBody(
        channel,
        stripped(OptionText.in(exchange, key)),
        text(severity, exchange),
        stripped(OptionText.in(exchange, thread)));
  }

  /** The notice as it is worded here. */
  Notice worded(Exchange exchange, String channel, Instant now) {
    Map<String, Object> said = words(exchange, now);
    NoticeBody options = evaluate(exchange, channel);
    Object key = said.remove("key");
    Object thread = said.remove("thread");
    String severe = options.severity();
    if (severe != null) {
      // what an event's data calls severe in a word of its own is told all the same
      said.put("severity", Severity.find(severe).orElse(Severity.info).name());
    }
    return new NoticeBody(
            channel,
            options.key() == null && key != null ? key.toString() : options.key(),
            null,
            options.thread() == null && thread != null ? thread.toString() : options.thread())
        .read(said, now);
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private static @Nullable Expression expression(CamelContext context, @Nullable String text) {
    return text == null ? null : SimpleExpression.compile(context, text);
  }

  private static @Nullable String text(@Nullable Expression expression, Exchange exchange) {
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
