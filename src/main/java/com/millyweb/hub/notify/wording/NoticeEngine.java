package com.millyweb.hub.notify.wording;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.text.Markdown;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.escaper.EscapingStrategy;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pebble as notices have it: it repeats, decides and shows data; it includes no file, calls no
 * method, and what it shows is escaped for the part that it stands in.
 */
enum NoticeEngine {
  MARKDOWN(Markdown::escapeLines),
  /** Fields, one a line. */
  LINES(data -> Markdown.escape(data.replaceAll("[\\p{Cntrl}\\s]+", " "))),
  URL(DataPlace::whole),
  PLAIN(data -> data);

  private final PebbleEngine pebble;

  NoticeEngine(EscapingStrategy escaping) {
    pebble =
        new PebbleEngine.Builder()
            .registerExtensionCustomizer(Narrow::new)
            .extension(new NoticeFilters())
            .addEscapingStrategy("notice", escaping)
            .defaultEscapingStrategy("notice")
            .defaultLocale(Locale.ROOT)
            .newLineTrimming(false)
            .strictVariables(false)
            .cacheActive(false)
            .maxRenderedSize(Notice.MAX_TEXT)
            .build();
  }

  static NoticeEngine of(NoticePart.Kind kind) {
    return switch (kind) {
      case text, field -> MARKDOWN;
      case fields -> LINES;
      case link -> URL;
      default -> PLAIN;
    };
  }

  PebbleTemplate compile(String source) {
    return pebble.getLiteralTemplate(source);
  }

  /** What of Pebble's own parts is there. */
  private static final class Narrow extends ExtensionCustomizer {
    Narrow(Extension pebbles) {
      super(pebbles);
    }

    @Override
    public Map<String, Filter> getFilters() {
      Map<String, Filter> filters = super.getFilters();
      if (filters == null) {
        return Map.of();
      }
      Map<String, Filter> open = new TreeMap<>(filters);
      open.keySet().retainAll(NoticeVocabulary.PEBBLES_FILTERS);
      return open;
    }

    @Override
    public Map<String, Function> getFunctions() {
      Map<String, Function> functions = super.getFunctions();
      if (functions == null) {
        return Map.of();
      }
      Map<String, Function> open = new TreeMap<>(functions);
      open.keySet().retainAll(NoticeVocabulary.FUNCTIONS);
      return open;
    }

    @Override
    public List<TokenParser> getTokenParsers() {
      List<TokenParser> parsers = super.getTokenParsers();
      List<TokenParser> open = new ArrayList<>();
      for (TokenParser parser : parsers == null ? List.<TokenParser>of() : parsers) {
        switch (parser.getTag()) {
          case "if" -> open.add(parser);
          case "for" -> open.add(new BoundedTags.For());
          case "set" -> open.add(new BoundedTags.Set());
          default -> {}
        }
      }
      return open;
    }

    /** Ranges make lists of any length. */
    @Override
    public List<BinaryOperator> getBinaryOperators() {
      List<BinaryOperator> operators = super.getBinaryOperators();
      return operators == null
          ? List.of()
          : operators.stream().filter(operator -> !operator.getSymbol().equals("..")).toList();
    }

    @Override
    public List<AttributeResolver> getAttributeResolver() {
      return super.getAttributeResolver() == null ? List.of() : List.of(new DataAttributes());
    }
  }
}
