package com.millyweb.hub.camel;

import com.millyweb.hub.camel.agent.AgentFile;
import com.millyweb.hub.text.Digest;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * The content of a route file at one time, with the files that it names: notices, prompts and
 * schemas. A flow and its words are one version, which runs or is refused as a whole.
 *
 * @param file relative to the routes folder, with slashes
 * @param hash SHA-256 of the content, and of the files beside it where there are any
 * @param notices the contents of the files that lie beside it and that it names, by name; what it
 *     names and is not there is missing
 */
public record RouteText(
    String file, String content, String hash, SortedMap<String, String> notices) {
  public static final String SUFFIX = ".camel.yaml";

  /** What a notice file's name ends in: {@code push-to-chat.notice.yaml}. */
  public static final String NOTICE_SUFFIX = ".notice.yaml";

  /** What the name of a file ends in that has what a model is asked. */
  public static final String PROMPT_SUFFIX = ".prompt.md";

  private static final String JSON_SUFFIX = ".json";

  /** The scheme of resource locations; what follows it is the file. */
  public static final String SCHEME = "file:";

  /** A parameter, or an option in a URI. */
  private static final Pattern TEMPLATE =
      Pattern.compile("(?:[\"']?\\btemplate[\"']?\\s*:\\s*|[?&]template=)[\"']?([\\w-]+)");

  /** The same for prompts and schemas, which are named in full. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:[\"']?\\b(?:prompt|system|schema)[\"']?\\s*:\\s*|[?&](?:prompt|system|schema)=)[\"']?([\\w-]+(?:\\.[\\w-]+)*?\\.(?:prompt\\.md|json))(?![\\w.-])");

  /** Where JSON is data of events, and no schema. */
  private static final Pattern DATA = Pattern.compile("(?:.*/)?(?:samples|tests)/[^/]+");

  public RouteText {
    notices = new TreeMap<>(notices);
  }

  public static RouteText of(String file, String content) {
    return of(file, content, Map.of());
  }

  /**
   * @param notices by name
   */
  public static RouteText of(String file, String content, Map<String, String> notices) {
    var sorted = new TreeMap<>(notices);
    var all = new StringBuilder(content);
    sorted.forEach((name, text) -> all.append('\0').append(name).append('\0').append(text));
    return new RouteText(file, content, Digest.sha256Hex(all.toString()), sorted);
  }

  /** The same routes with other words. */
  public RouteText withNotices(Map<String, String> notices) {
    return of(file, content, notices);
  }

  /** The names of files beside it that the routes may say, be they there or not. */
  public Set<String> named() {
    return named(content);
  }

  public static Set<String> named(String content) {
    Set<String> names = new TreeSet<>();
    Matcher template = TEMPLATE.matcher(content);
    while (template.find()) {
      names.add(template.group(1));
    }
    Matcher whole = WHOLE.matcher(content);
    while (whole.find()) {
      names.add(whole.group(1));
    }
    return names;
  }

  /** Where a file of that name lies: beside the route file. */
  public String fileBeside(String name) {
    return file.substring(0, file.lastIndexOf('/') + 1) + fileName(name);
  }

  /** A name as the routes say it, with its end: {@code push-to-chat.notice.yaml}. */
  public static String fileName(String name) {
    return isNotice(name) ? name + NOTICE_SUFFIX : name;
  }

  /** Whether a name as the routes say it is that of a notice; others have a dot. */
  public static boolean isNotice(String name) {
    return name.indexOf('.') < 0;
  }

  /**
   * Whether a file may be named by routes beside it.
   *
   * @param file relative to the routes folder, with slashes
   */
  public static boolean isBeside(String file) {
    return file.endsWith(NOTICE_SUFFIX)
        || file.endsWith(PROMPT_SUFFIX)
        || file.endsWith(JSON_SUFFIX)
            && !file.endsWith(".camel.json")
            && !DATA.matcher(file).matches();
  }

  /** Whether a file has routes, or stands for one as that of an agent does. */
  public static boolean isRoutes(String file) {
    return file.endsWith(SUFFIX) || AgentFile.is(file);
  }

  /** An empty file, or one of comments only, switches off what would run in its place. */
  public boolean isOff() {
    return content
        .replace("\uFEFF", "")
        .lines()
        .map(String::strip)
        .allMatch(RouteText::saysNothing);
  }

  private static boolean saysNothing(String line) {
    return line.isEmpty() || line.startsWith("#") || line.equals("---");
  }

  public Resource resource() {
    return ResourceHelper.fromString(SCHEME + file, content);
  }

  /** The first folder: the noun that the file belongs to; empty when it lies in none. */
  public String folder() {
    int slash = file.indexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }

  /** What the ids of the file's routes start with: {@code flow.push-to-chat}. */
  public String idPrefix() {
    String name = file.replaceFirst("(\\.camel|\\.agent)\\.yaml$", "");
    return name.replace('/', '.');
  }

  public boolean isPolicy() {
    return folder().equals("policy");
  }
}
