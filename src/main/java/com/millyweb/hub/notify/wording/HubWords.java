package com.millyweb.hub.notify.wording;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The words of what the hub tells by itself, without a flow: notice files in {@code routes/notify}.
 * The user's folder may replace each. Whatever is wrong with one there, something is told: with the
 * words before it, or else with those that came with the hub.
 */
@Component
public class HubWords {
  public static final String ROUTE_REFUSED = "route-refused";
  public static final String ROUTE_MENDED = "route-mended";
  public static final String TARGET_TROUBLE = "target-trouble";
  public static final String CHANNEL_TEST = "channel-test";
  public static final String DECIDED = "decided";
  public static final String HELD = "held";
  public static final String PRESS_ANSWER = "press-answer";
  public static final String WHY_ANSWER = "why-answer";

  /** The files by their path below the folder of routes. */
  public static final List<String> FILES =
      List.of(
              ROUTE_REFUSED,
              ROUTE_MENDED,
              TARGET_TROUBLE,
              CHANNEL_TEST,
              DECIDED,
              HELD,
              PRESS_ANSWER,
              WHY_ANSWER)
          .stream()
          .map(HubWords::file)
          .toList();

  private static final Logger log = LoggerFactory.getLogger(HubWords.class);

  private final Clock clock;
  private final Map<String, NoticeTemplate> shipped = new ConcurrentHashMap<>();
  private final Map<String, Own> own = new ConcurrentHashMap<>();
  private volatile UnaryOperator<@Nullable String> folder = file -> null;

  /**
   * A file of the user's.
   *
   * @param template of this content, or of the last one that was good
   */
  private record Own(String content, @Nullable NoticeTemplate template) {}

  public HubWords(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param files gives the content of a file as it is now, null where there is none
   */
  public void readFrom(UnaryOperator<@Nullable String> files) {
    folder = files;
  }

  /** A notice without a key. */
  public Notice notice(String channel, String name, Map<String, ?> data) {
    var body = new NoticeBody(channel, null, null, null);
    try {
      return body.read(say(name, data), clock.instant());
    } catch (IllegalArgumentException e) {
      log.warn("{}: {}; the words that came with the hub are told", file(name), e.getMessage());
      return body.read(shipped(file(name)).say(data, clock.instant()), clock.instant());
    }
  }

  /** The title alone: plain words in one line. */
  public String title(String name, Map<String, ?> data) {
    return part("title", name, data);
  }

  /** The text alone, in Markdown. */
  public String text(String name, Map<String, ?> data) {
    return part("text", name, data);
  }

  private String part(String part, String name, Map<String, ?> data) {
    Object said = say(name, data).get(part);
    return said == null || said.toString().isBlank()
        ? String.valueOf(shipped(file(name)).say(data, clock.instant()).get(part))
        : said.toString();
  }

  private Map<String, Object> say(String name, Map<String, ?> data) {
    String file = file(name);
    NoticeTemplate template = own(file);
    if (template != null) {
      try {
        Map<String, Object> said = template.say(data, clock.instant());
        if (!isBlank(said.get("title")) || !isBlank(said.get("text"))) {
          return said;
        }
        log.warn("{} says nothing; the words that came with the hub are told", file);
      } catch (PermanentFailure e) {
        log.warn("{}; the words that came with the hub are told", e.getMessage());
      }
    }
    return shipped(file).say(data, clock.instant());
  }

  private static boolean isBlank(@Nullable Object part) {
    return part == null || part.toString().isBlank();
  }

  /** The user's words, or the last ones of them that were good; null when there are none. */
  private @Nullable NoticeTemplate own(String file) {
    String content = folder.apply(file);
    if (content == null) {
      own.remove(file);
      return null;
    }
    Own before = own.get(file);
    if (before == null || !before.content().equals(content)) {
      before = new Own(content, compiled(file, content, before));
      own.put(file, before);
    }
    return before.template();
  }

  private static @Nullable NoticeTemplate compiled(
      String file, String content, @Nullable Own before) {
    try {
      return NoticeTemplate.compile(file, content);
    } catch (IllegalArgumentException e) {
      log.warn("{}; the words before it are told", e.getMessage());
      return before == null ? null : before.template();
    }
  }

  private NoticeTemplate shipped(String file) {
    return shipped.computeIfAbsent(
        file,
        path ->
            NoticeTemplate.compile(
                path, Objects.requireNonNull(PackagedRoutes.shipped(path), path)));
  }

  private static String file(String name) {
    return "notify/" + name + RouteText.NOTICE_SUFFIX;
  }
}
