package com.millyweb.hub.secret;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A line of the log, stack trace included, without secrets and control characters. Named in
 * logback-spring.xml.
 */
public final class RedactingLayout extends PatternLayout {
  @Override
  public String doLayout(ILoggingEvent event) {
    return Redaction.instance().redact(super.doLayout(ControlCharacters.escape(event)));
  }
}
