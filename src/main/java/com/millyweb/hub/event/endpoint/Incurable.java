package com.millyweb.hub.event.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.EgressRefused;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.NoSuchPropertyException;
import org.apache.camel.NoSuchVariableException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.bean.AmbiguousMethodCallException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.component.bean.ParameterBindingException;

/**
 * Failures that the same event meets again at every attempt: what the flow was given, or what it
 * says, is wrong. Only another event or another version of the flow can help.
 *
 * <p>What is on the way to somebody else (I/O, a time-out, a database that does not answer) may
 * pass, whatever was made of it on the way up.
 */
public final class Incurable {
  private static final int MAX_CAUSES = 16;

  private static final List<Class<? extends Throwable>> KINDS =
      List.of(
          // not JSON, not a number, not a date, not a text of that encoding
          JsonProcessingException.class,
          CharacterCodingException.class,
          DateTimeException.class,
          ArithmeticException.class,
          // a body or an argument of the wrong kind
          IllegalArgumentException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          UnsupportedOperationException.class,
          InvalidPayloadException.class,
          NoTypeConversionAvailableException.class,
          TypeConversionException.class,
          ParameterBindingException.class,
          // names of what is not there
          MalformedURLException.class,
          ResolveEndpointFailedException.class,
          NoSuchEndpointException.class,
          NoSuchBeanException.class,
          NoSuchHeaderException.class,
          NoSuchVariableException.class,
          NoSuchPropertyException.class,
          NoSuchLanguageException.class,
          MethodNotFoundException.class,
          AmbiguousMethodCallException.class,
          // an expression that cannot be evaluated on what the event brought
          ExpressionIllegalSyntaxException.class);

  private Incurable() {}

  public static boolean is(Throwable failure) {
    if (isRefusedByTheHub(failure)) {
      return true;
    }
    boolean incurable = false;
    Throwable next = failure;
    for (int i = 0; next != null && i < MAX_CAUSES; i++) {
      if (next instanceof PermanentFailure) {
        // who threw it knows better than what caused it
        return true;
      }
      if (mayPass(next)) {
        return false;
      }
      incurable |= isKind(next) || isAboutData(next);
      next = next.getCause();
    }
    return incurable;
  }

  /** The allow list changes by a restart only, whatever the client made of the refusal. */
  private static boolean isRefusedByTheHub(Throwable failure) {
    Throwable next = failure;
    for (int i = 0; next != null && i < MAX_CAUSES; i++) {
      if (next instanceof EgressRefused) {
        return true;
      }
      next = next.getCause();
    }
    return false;
  }

  private static boolean isKind(Throwable failure) {
    return KINDS.stream().anyMatch(kind -> kind.isInstance(failure));
  }

  private static boolean mayPass(Throwable failure) {
    if (failure instanceof IOException) {
      return !isKind(failure);
    }
    return failure instanceof TimeoutException
        || failure instanceof InterruptedException
        || failure instanceof EventLogUnavailable
        || failure instanceof SQLException && !isAboutData(failure);
  }

  /**
   * Data that does not fit (class 22), and statements that are wrong (42): Postgres, appendix A.
   */
  private static boolean isAboutData(Throwable failure) {
    String state = failure instanceof SQLException refusal ? refusal.getSQLState() : null;
    return state != null && (state.startsWith("22") || state.startsWith("42"));
  }
}
