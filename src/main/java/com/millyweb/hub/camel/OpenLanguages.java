package com.millyweb.hub.camel;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LanguageResolver;

/** The languages of routes: wherever one is asked for, it comes from here. */
public final class OpenLanguages implements LanguageResolver {
  public static final Set<String> NAMES =
      Set.of(
          "simple",
          "constant",
          "header",
          "exchangeProperty",
          "variable",
          "bean",
          "tokenize",
          "jsonpath",
          "jq",
          "xpath",
          "xtokenize");

  private final LanguageResolver camels;

  public OpenLanguages(LanguageResolver camels) {
    this.camels = camels;
  }

  @Override
  public Language resolveLanguage(String name, CamelContext context) {
    return switch (name) {
      case "simple" -> new GuardedSimple();
      case "bean" -> new PlainValues();
      default -> {
        if (!NAMES.contains(name)) {
          throw new NoSuchLanguageException(name);
        }
        Language language = camels.resolveLanguage(name, context);
        yield name.equals("jq") ? new Jq(language) : language;
      }
    };
  }

  /** Jq without its ways to the environment of the process. */
  static final class Jq implements Language {
    /** A field {@code .env} and a text are none of them. */
    private static final Pattern ENVIRONMENT =
        Pattern.compile(
            "\\$\\s*(ENV|__prog_args)\\b|(?<![.\\w\"$])(env|input_filename|input_line_number)\\b");

    private final Language camels;

    Jq(Language camels) {
      this.camels = camels;
    }

    @Override
    public Predicate createPredicate(String expression) {
      return camels.createPredicate(judged(expression));
    }

    @Override
    public Expression createExpression(String expression) {
      return camels.createExpression(judged(expression));
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
      return camels.createPredicate(judged(expression), properties);
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
      return camels.createExpression(judged(expression), properties);
    }

    static String judged(String expression) {
      if (ENVIRONMENT.matcher(expression).find()) {
        throw new IllegalArgumentException(
            "jq's env reaches beyond the message and is not open to routes");
      }
      return expression;
    }
  }
}
