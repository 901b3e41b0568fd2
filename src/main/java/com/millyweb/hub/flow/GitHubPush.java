package com.millyweb.hub.flow;

import com.millyweb.hub.RouteBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A push as a notice: which branch of what, by whom, with its commits. Gitea's pushes read alike.
 */
@RouteBean
@Component("gitHubPush")
public class GitHubPush {
  private static final int SHOWN_COMMITS = 5;
  private static final int MAX_NAME = 100;
  private static final int MAX_MESSAGE = 120;
  private static final int SHORT_HASH = 7;

  public Map<String, Object> notice(@Body @Nullable Object body) {
    Fields push = Fields.of(body);
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("title", title(push));
    notice.put("text", commits(push));
    notice.put("severity", push.isTrue("forced") ? "warning" : "info");
    String link =
        Stream.of(push.url("compare"), push.url("compare_url"))
            .filter(url -> !url.isEmpty())
            .findFirst()
            .orElse(push.in("repository").url("html_url"));
    if (!link.isEmpty()) {
      notice.put("link", Map.of("url", link, "text", "Show on the server"));
    }
    return notice;
  }

  private static String title(Fields push) {
    String repository = plain(push.in("repository").text("full_name"));
    return "%s: %s %s"
        .formatted(repository.isEmpty() ? "A repository" : repository, who(push), did(push));
  }

  private static String did(Fields push) {
    String ref = push.text("ref");
    boolean tag = ref.startsWith("refs/tags/");
    String name = (tag ? "tag " : "branch ") + plain(ref.replaceFirst("^refs/(heads|tags)/", ""));
    if (push.isTrue("deleted")) {
      return "deleted " + name;
    }
    int commits = push.list("commits").size();
    if (push.isTrue("created") && (tag || commits == 0)) {
      return "created " + name;
    }
    String counted = commits == 1 ? "1 commit" : commits + " commits";
    return "%s %s to %s"
        .formatted(push.isTrue("forced") ? "force-pushed" : "pushed", counted, name);
  }

  private static String who(Fields push) {
    return Stream.of(
            push.in("pusher").text("name"),
            push.in("pusher").text("login"),
            push.in("sender").text("login"))
        .map(GitHubPush::plain)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("somebody");
  }

  private static String commits(Fields push) {
    List<Fields> commits = push.list("commits");
    String lines =
        commits.stream()
            .limit(SHOWN_COMMITS)
            .map(GitHubPush::commit)
            .collect(Collectors.joining("\n"));
    int more = commits.size() - SHOWN_COMMITS;
    return more > 0 ? lines + "\n- … and %d more".formatted(more) : lines;
  }

  private static String commit(Fields commit) {
    String id = commit.text("id");
    String hash = id.matches("[0-9a-fA-F]{7,64}") ? id.substring(0, SHORT_HASH) : "commit";
    String url = commit.url("url");
    String author = commit.in("author").line("name", MAX_NAME);
    return "- %s %s%s"
        .formatted(
            url.isEmpty() ? "`" + hash + "`" : "[`%s`](%s)".formatted(hash, url),
            commit.line("message", MAX_MESSAGE),
            author.isEmpty() ? "" : " (" + author + ")");
  }

  /** Titles are plain text in every medium. */
  private static String plain(String text) {
    String flat = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return flat.length() <= MAX_NAME ? flat : flat.substring(0, MAX_NAME - 1) + "…";
  }
}
