package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.OpenLanguages;
import com.millyweb.hub.camel.SimpleText;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.ExpressionUse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Language;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Compiles every expression by itself, so that its own line and column can be told. */
final class ExpressionCheck {
  private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function: ([\\w.-]+)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
  private static final Pattern NAME = Pattern.compile("^\\w+");

  private final Set<String> functions = new TreeSet<>();

  ExpressionCheck() {
    var simple = new DefaultCamelCatalog().languageModel("simple");
    simple.getFunctions().forEach(function -> addFunction(function.getName()));
  }

  private void addFunction(String name) {
    Matcher matcher = NAME.matcher(name);
    if (matcher.find()) {
      functions.add(matcher.group());
    }
  }

  void check(CamelContext context, ExpressionUse use, RouteOutline outline) {
    String language = use.language();
    String text = use.text().getValue();
    if (!OpenLanguages.NAMES.contains(language)) {
      outline.error(
          use.at(), "Language '%s' is not allowed in route files".formatted(language), null);
      return;
    }
    if (language.equals("simple")) {
      Matcher forbidden = RoutePolicy.FORBIDDEN_SIMPLE.matcher(text);
      if (forbidden.find()) {
        outline.error(
            outline.find(forbidden.group(), use.text()),
            "'%s' reaches beyond the message and is not allowed in route files"
                .formatted(forbidden.group()),
            null);
        return;
      }
    }
    compile(context, use, outline);
  }

  /** What stands for a placeholder is known when the hub runs; a number can stand anywhere. */
  private static String plain(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("0");
  }

  private void compile(CamelContext context, ExpressionUse use, RouteOutline outline) {
    String text = plain(use.text().getValue());
    if (use.language().equals("simple")) {
      List<SimpleText.Flaw> unclosed = SimpleText.unclosed(text);
      if (!unclosed.isEmpty()) {
        unclosed.forEach(flaw -> flaw(flaw, use, outline));
        return;
      }
    }
    try {
      Language language = context.resolveLanguage(use.language());
      if (use.predicate()) {
        language.createPredicate(text).init(context);
      } else {
        language.createExpression(text).init(context);
      }
      if (use.language().equals("simple")) {
        boolean placeholders = !text.equals(use.text().getValue());
        SimpleText.check(context, text, use.predicate(), placeholders)
            .forEach(flaw -> flaw(flaw, use, outline));
      }
    } catch (NoSuchLanguageException e) {
      outline.error(
          use.at(),
          "Language '%s' is not part of this hub; it has %s"
              .formatted(use.language(), String.join(", ", present(context))),
          null);
    } catch (RuntimeCamelException | IllegalArgumentException e) {
      report(e, use.text(), outline);
    }
  }

  /** The languages whose module is in the jar. */
  private static List<String> present(CamelContext context) {
    return OpenLanguages.NAMES.stream()
        .filter(name -> isPresent(context, name))
        // as files write it
        .map(name -> name.equals("bean") ? "method" : name)
        .sorted()
        .toList();
  }

  private static boolean isPresent(CamelContext context, String name) {
    try {
      context.resolveLanguage(name);
      return true;
    } catch (NoSuchLanguageException e) {
      return false;
    }
  }

  private void flaw(SimpleText.Flaw flaw, ExpressionUse use, RouteOutline outline) {
    Matcher unknown = UNKNOWN_FUNCTION.matcher(flaw.message());
    Matcher name = NAME.matcher(unknown.find() ? unknown.group(1) : "");
    outline.error(
        outline.find(flaw.part(), use.text()),
        "Bad expression: %s".formatted(flaw.message()),
        name.find() ? Nearest.to(name.group(), functions) : null);
  }

  private void report(RuntimeException e, ScalarNode text, RouteOutline outline) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int index = -1;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SimpleIllegalSyntaxException syntax) {
        reason = syntax.getShortMessage() == null ? reason : syntax.getShortMessage();
        index = syntax.getIndex();
        break;
      }
    }
    reason = reason.lines().findFirst().orElse(reason).strip();
    SimpleText.Flaw plain = index < 0 ? null : SimpleText.broken(text.getValue(), index, reason);
    if (plain != null) {
      outline.error(
          outline.find(plain.part(), text), "Bad expression: %s".formatted(plain.message()), null);
      return;
    }
    Matcher unknown = UNKNOWN_FUNCTION.matcher(reason);
    String suggestion = null;
    Position at = at(text, index, outline);
    if (unknown.find()) {
      String function = unknown.group(1);
      Matcher name = NAME.matcher(function);
      suggestion = Nearest.to(name.find() ? name.group() : function, functions);
      at = outline.find("${" + function, text);
    }
    outline.error(at, "Bad expression: %s".formatted(reason), suggestion);
  }

  /** Camel counts characters of the expression; the file may have it in a block of lines. */
  private static Position at(Node node, int index, RouteOutline outline) {
    String text = ((ScalarNode) node).getValue();
    if (index < 0 || index >= text.length()) {
      return Position.of(node);
    }
    int end = text.indexOf('\n', index);
    String rest = text.substring(index, end < 0 ? text.length() : end);
    boolean first = rest.isBlank() || text.indexOf(rest) < index;
    return first ? Position.of(node) : outline.find(rest, node);
  }
}
