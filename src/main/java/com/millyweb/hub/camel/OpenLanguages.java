package com.millyweb.hub.camel;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
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
      // the options of file: and ftp: are written in Camel's file language, which is simple with
      // ${file:…}
      case "simple", "file" -> new GuardedSimple();
      case "bean" -> new PlainValues();
      default -> {
        if (!NAMES.contains(name)) {
          throw new NoSuchLanguageException(name);
        }
        Language language = camels.resolveLanguage(name, context);
        yield switch (name) {
          case "jq" -> new Jq(context, language);
          case "jsonpath" -> new JsonPaths(context, language);
          default -> language;
        };
      }
    };
  }
}
