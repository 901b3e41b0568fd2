package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.holding.Hold;
import com.millyweb.hub.notify.wording.NoticePart;
import com.millyweb.hub.notify.wording.NoticeProblem;
import com.millyweb.hub.notify.wording.NoticeTemplate;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How notices are worded: the parameters of {@code notify:}, and the notice files that it names.
 */
public final class NoticeCheck {
  private static final String SCHEME = "notify";

  private static final String TEMPLATE = "template";
  private static final String HOLD = "hold";
  private static final Pattern NAME = Pattern.compile("[\\w-]+");
  private static final Pattern ADDRESS =
      Pattern.compile("\\$\\{.*|\\{\\{.*|(?i:https?://|mailto:).*");

  private NoticeCheck() {}

  static void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      if (isWorded(use)) {
        use.options().forEach((name, value) -> part(use, name, value.strip(), outline));
      }
    }
    outline
        .text
        .notices()
        .forEach(
            (name, content) -> {
              if (RouteText.isNotice(name)) {
                outline.problems.addAll(check(outline.text.fileBeside(name), content));
              }
            });
  }

  /** Whether its parameters are words, which are carried as they are written. */
  static boolean isWorded(EndpointUse use) {
    return use.scheme().equals(SCHEME) && use.role() == Role.PRODUCER;
  }

  /** What is wrong with a notice file by itself. */
  public static List<Problem> check(String file, String content) {
    return NoticeTemplate.check(content).stream().map(problem -> problem(file, problem)).toList();
  }

  static Problem problem(String file, NoticeProblem problem) {
    return Problem.error(
        file,
        new Position(problem.line(), problem.column()),
        problem.message(),
        problem.suggestion());
  }

  private static void part(EndpointUse use, String name, String value, RouteOutline outline) {
    if (name.equals(TEMPLATE)) {
      template(use, value, outline);
      return;
    }
    NoticePart part = NoticePart.of(name);
    if (part == null) {
      String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      if (NoticePart.words().contains(bare)) {
        outline.error(
            OptionCheck.position(use, name, outline),
            "'%s' needs a name: '%s.<name>'".formatted(name, bare),
            null);
      }
    } else if (part.kind() == NoticePart.Kind.hold) {
      hold(use, value, outline);
    } else if (part.kind() == NoticePart.Kind.link && !isAddress(value)) {
      outline.error(
          OptionCheck.position(use, name, outline),
          "'link' must be an http, https or mailto address, was: '%s'".formatted(value),
          null);
    }
  }

  private static void hold(EndpointUse use, String value, RouteOutline outline) {
    if (value.contains("{{")) {
      return;
    }
    try {
      Hold.of(value);
    } catch (IllegalArgumentException e) {
      outline.error(OptionCheck.position(use, HOLD, outline), String.valueOf(e.getMessage()), null);
    }
  }

  private static boolean isAddress(String value) {
    boolean literal = !value.contains("${") && !value.contains("{{");
    return literal ? Notice.isUrl(value) : ADDRESS.matcher(value).matches();
  }

  private static void template(EndpointUse use, String name, RouteOutline outline) {
    Position at = OptionCheck.position(use, TEMPLATE, outline);
    if (!NAME.matcher(name).matches()) {
      outline.error(
          at,
          "'template' must be the name of a notice file beside this one, such as push-to-chat, was: '%s'"
              .formatted(name),
          null);
    } else if (!outline.text.notices().containsKey(name)) {
      outline.error(at, "There is no %s".formatted(outline.text.fileBeside(name)), null);
    }
  }

  /** The URI with words in the place of words: what they are does not matter to the catalogue. */
  static String uri(EndpointUse use) {
    String text = use.uri().getValue();
    int question = text.indexOf('?');
    return use.options().keySet().stream()
        .map(
            name -> {
              NoticePart part = NoticePart.of(name);
              boolean named = part != null && part.kind().isNamed();
              return (named ? part.kind() + ".x" : name) + "=x";
            })
        .distinct()
        .collect(
            Collectors.joining("&", (question < 0 ? text : text.substring(0, question)) + "?", ""));
  }

  /** The parameter that was meant; null when nothing is like it. */
  static @Nullable String meant(String name) {
    String meant = NoticePart.meant(name);
    return meant == null ? Nearest.to(name, Set.of(TEMPLATE)) : meant;
  }
}
