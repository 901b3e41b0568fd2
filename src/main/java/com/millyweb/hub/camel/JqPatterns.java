package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.joni.Matcher;
import org.joni.Option;

/**
 * Ends a pattern of jq that tries the ways through a text without end, as {@code ^(a+)+$} does. The
 * library searches in a way that nothing ends; so the same search goes before it here, in the way
 * that ends with the attempt or when the time of the expression is over.
 */
final class JqPatterns {
  private static final String MATCH = "_match_impl/3";
  private static final String SUB = "_sub_impl/3";

  private JqPatterns() {}

  /** What test, match, capture, scan, split, sub and gsub are made of. */
  static void bound(Scope scope) {
    Function match = scope.getFunction("_match_impl", 3);
    Function sub = scope.getFunction("_sub_impl", 3);
    scope.addFunction(
        MATCH,
        (of, arguments, in, path, output, version) -> {
          search(of, in, arguments.get(0), arguments.get(1), false);
          match.apply(of, arguments, in, path, output, version);
        });
    scope.addFunction(
        SUB,
        (of, arguments, in, path, output, version) -> {
          search(of, in, arguments.get(0), arguments.get(2), true);
          sub.apply(of, arguments, in, path, output, version);
        });
  }

  private static void search(
      Scope scope, JsonNode in, Expression pattern, Expression flags, boolean replaces)
      throws JsonQueryException {
    if (in.isTextual()) {
      byte[] text = in.textValue().getBytes(StandardCharsets.UTF_8);
      pattern.apply(
          scope,
          in,
          regex ->
              flags.apply(
                  scope,
                  in,
                  flag -> {
                    // the library tells what is wrong with anything else
                    if (regex.isTextual() && (flag.isTextual() || flag.isNull())) {
                      search(text, regex.textValue(), flag.textValue(), replaces);
                    }
                  }));
    }
  }

  private static void search(byte[] text, String regex, String flags, boolean replaces)
      throws JsonQueryException {
    var pattern = new OnigUtils.Pattern(regex, flags);
    Matcher matcher = pattern.regex.matcher(text, 0, text.length, JqBounds.nanosLeft());
    int from = 0;
    do {
      JqBounds.look();
      if (!finds(matcher, from, text.length)) {
        return;
      }
      if (matcher.getEnd() > from) {
        from = matcher.getEnd();
      } else if (replaces && pattern.global) {
        // the library would begin at the same place for ever
        throw new IllegalArgumentException(
            "jq ends here: gsub needs a pattern that matches something, was: '%s'"
                .formatted(regex));
      } else {
        from++;
      }
    } while (pattern.global && from < text.length);
  }

  private static boolean finds(Matcher matcher, int from, int to) {
    try {
      return matcher.searchInterruptible(from, to, Option.NONE) >= 0;
    } catch (InterruptedException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("jq ends here: the attempt was interrupted", e);
      }
      throw JqBounds.late();
    }
  }
}
