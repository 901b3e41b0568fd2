package com.millyweb.hub.command;

import com.millyweb.hub.camel.OpenPlaceholders.Placeholder;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.route.gallery.GalleryFlow;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a flow of the gallery needs and the configuration does not have: the hub would refuse it.
 *
 * @param lines variables to set
 */
record GalleryNeeds(GalleryFlow flow, List<String> lines) {
  private static final Pattern CHANNEL = Pattern.compile("notify:([a-z][a-z0-9-]*)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final Set<String> ALWAYS = Set.of(Channels.OPS, Channels.REPLY);

  static GalleryNeeds of(GalleryFlow flow, Collection<String> channels, RouteValues values) {
    Set<String> lines = new TreeSet<>();
    flow.files()
        .forEach(
            (file, content) -> {
              if (file.endsWith(RouteText.SUFFIX)) {
                // what the head says is no step
                String steps = content.replaceAll("(?m)^#.*$", "");
                find(
                    CHANNEL,
                    steps,
                    name -> {
                      if (!ALWAYS.contains(name) && !channels.contains(name)) {
                        lines.add("HUB_NOTIFY_CHANNELS_%s_0_MEDIUM=inbox".formatted(upper(name)));
                      }
                    });
                find(
                    PLACEHOLDER,
                    steps,
                    written -> {
                      var placeholder = Placeholder.of(written);
                      if (!isGiven(placeholder, values)) {
                        lines.add("HUB_%s=…".formatted(upper(placeholder.name())));
                      }
                    });
              }
            });
    return new GalleryNeeds(flow, List.copyOf(lines));
  }

  private static void find(Pattern pattern, String text, Consumer<String> each) {
    pattern.matcher(text).results().forEach(found -> each.accept(found.group(1)));
  }

  private static boolean isGiven(Placeholder placeholder, RouteValues values) {
    return placeholder.optional()
        || placeholder.otherwise() != null
        || (placeholder.isSecret()
            ? values.hasSecret(placeholder.bare())
            : values.var(placeholder.bare()) != null);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  boolean areMet() {
    return lines.isEmpty();
  }

  /** What to do, a line each. */
  List<String> recipe() {
    return Stream.of(
            Stream.of(
                "%s needs what the configuration does not have, so nothing was copied. Set, here and for the hub:"
                    .formatted(flow.name()),
                ""),
            lines.stream().map(line -> "  " + line),
            Stream.of(
                "",
                "(or the same in hub.yaml; a channel's medium may be another one, such as telegram,"
                    + " with _0_ADDRESS), then",
                "",
                "  java -jar hub.jar gallery add " + flow.name(),
                ""),
            flow.needs().stream())
        .flatMap(part -> part)
        .toList();
  }
}
