package com.millyweb.hub.notify.wording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Truncate;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The filters that notices need beyond those of Pebble. */
final class NoticeFilters extends AbstractExtension {
  private static final int SHORT = 80;
  private static final int KILO = 1000;
  private static final String UNITS = "kMGTPE";

  /** An address that can stand in a Markdown link. */
  private static final String PLAIN_URL = "https?://[^\\s()<>\\[\\]\\\\\"]{1,1000}";

  /** A filter as a function of its input and its one argument. */
  private interface Change {
    @Nullable Object of(@Nullable Object input, @Nullable Object argument);
  }

  private record Named(List<String> arguments, Change change) implements Filter {
    @Override
    public List<String> getArgumentNames() {
      return arguments;
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return change.of(input, arguments.isEmpty() ? null : args.get(arguments.get(0)));
    }
  }

  @Override
  public Map<String, Filter> getFilters() {
    Map<String, Filter> filters = new TreeMap<>();
    filters.put("line", new Named(List.of(), (input, none) -> line(text(input))));
    filters.put(
        "short",
        new Named(List.of("length"), (input, n) -> Truncate.to(text(input), number(n, SHORT))));
    filters.put("ago", new Named(List.of(), (input, none) -> ago(input)));
    filters.put("time", new Named(List.of(), (input, none) -> time(input)));
    filters.put("size", new Named(List.of(), (input, none) -> size(input)));
    filters.put("money", new Named(List.of("currency"), NoticeFilters::money));
    filters.put("link", new Named(List.of("words"), NoticeFilters::link));
    filters.put("url", new Named(List.of(), (input, none) -> url(text(input))));
    filters.put("code", new Named(List.of(), (input, none) -> code(text(input))));
    filters.put("json", new Named(List.of(), (input, none) -> json(text(input))));
    return filters;
  }

  private static String text(@Nullable Object input) {
    return input == null ? "" : input.toString();
  }

  private static int number(@Nullable Object value, int otherwise) {
    return value instanceof Number number ? Math.max(1, number.intValue()) : otherwise;
  }

  /** The first line. */
  private static String line(String text) {
    return text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}+", " ");
  }

  private static String url(String text) {
    return text.matches(PLAIN_URL) ? text : "";
  }

  private static Object link(@Nullable Object input, @Nullable Object words) {
    String url = url(text(input));
    String shown = words == null || text(words).isBlank() ? text(input) : text(words);
    if (url.isEmpty()) {
      return words == null ? "" : text(words);
    }
    // words that are safe already, such as code, are not escaped again
    String safe = words instanceof SafeString ? shown : Markdown.escape(line(shown));
    return new SafeString("[%s](%s)".formatted(safe, url));
  }

  private static Object code(String text) {
    String line = line(text).replace('`', '\'');
    return line.isEmpty() ? "" : new SafeString("`" + line + "`");
  }

  private static @Nullable Object json(String text) {
    try {
      return text.isBlank() ? null : NoticeJson.MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(@Nullable Object input) {
    try {
      if (input instanceof Number seconds) {
        return Instant.ofEpochSecond(seconds.longValue());
      }
      String text = text(input).strip();
      return text.isEmpty() ? null : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** To the second; year 1 is what some write for a time to come. */
  private static String time(@Nullable Object input) {
    Instant time = instant(input);
    return time == null || time.isBefore(Instant.EPOCH)
        ? ""
        : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String ago(@Nullable Object input) {
    Instant time = instant(input);
    if (time == null) {
      return text(input);
    }
    Duration past = Duration.between(time, Budget.now());
    long seconds = past.abs().toSeconds();
    String span =
        seconds < 60
            ? words(seconds, "second")
            : seconds < 3600
                ? words(seconds / 60, "minute")
                : seconds < 172_800
                    ? words(seconds / 3600, "hour")
                    : words(seconds / 86_400, "day");
    return past.isNegative() ? "in " + span : span + " ago";
  }

  private static String words(long count, String unit) {
    return count == 1 ? "1 " + unit : "%d %ss".formatted(count, unit);
  }

  private static @Nullable BigDecimal decimal(@Nullable Object input) {
    try {
      return input == null ? null : new BigDecimal(text(input).strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String size(@Nullable Object input) {
    BigDecimal bytes = decimal(input);
    if (bytes == null) {
      return text(input);
    }
    double value = bytes.doubleValue();
    int unit = -1;
    while (Math.abs(value) >= KILO && unit < UNITS.length() - 1) {
      value /= KILO;
      unit++;
    }
    return unit < 0
        ? "%d B".formatted(bytes.longValue())
        : String.format(Locale.ROOT, "%.1f %sB", value, UNITS.charAt(unit));
  }

  private static String money(@Nullable Object input, @Nullable Object currency) {
    BigDecimal amount = decimal(input);
    if (amount == null || amount.precision() - amount.scale() > 30) {
      return text(input);
    }
    String digits =
        new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(amount.setScale(2, RoundingMode.HALF_UP));
    return currency == null ? digits : digits + " " + currency;
  }
}
