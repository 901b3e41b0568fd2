package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.text.Truncate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A push as a notice: which branch of what, by whom, with its commits. Gitea and Forgejo write it
 * as GitHub does, GitLab in its own way; what one of them lacks is read where another has it.
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
    String link = link(push);
    if (!link.isEmpty()) {
      notice.put("link", Map.of("url", link, "text", "Show on the server"));
    }
    return notice;
  }

  private static String link(Fields push) {
    String project = push.in("project").url("web_url");
    boolean compared =
        !project.isEmpty() && !isNothing(push, "before") && !isNothing(push, "after");
    return first(
        push.url("compare"),
        push.url("compare_url"),
        compared
            ? "%s/-/compare/%s...%s".formatted(project, hash(push, "before"), hash(push, "after"))
            : "",
        push.in("repository").url("html_url"),
        project);
  }

  /** No commit at all, where a branch or a tag begins or ends. */
  private static boolean isNothing(Fields push, String name) {
    return hash(push, name).matches("0*");
  }

  private static String hash(Fields push, String name) {
    String hash = push.text(name);
    return hash.matches("[0-9a-fA-F]{7,64}") ? hash : "";
  }

  private static String first(String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }

  private static String title(Fields push) {
    String repository =
        plain(
            first(
                push.in("repository").text("full_name"),
                push.in("project").text("path_with_namespace")));
    return "%s: %s %s"
        .formatted(repository.isEmpty() ? "A repository" : repository, who(push), did(push));
  }

  private static String did(Fields push) {
    String ref = push.text("ref");
    boolean tag = ref.startsWith("refs/tags/");
    String name = (tag ? "tag " : "branch ") + plain(ref.replaceFirst("^refs/(heads|tags)/", ""));
    if (push.isTrue("deleted") || push.text("after").matches("0{40,64}")) {
      return "deleted " + name;
    }
    long commits = count(push);
    boolean created = push.isTrue("created") || push.text("before").matches("0{40,64}");
    if (created && (tag || commits == 0)) {
      return "created " + name;
    }
    String counted = commits == 1 ? "1 commit" : commits + " commits";
    return "%s %s to %s"
        .formatted(push.isTrue("forced") ? "force-pushed" : "pushed", counted, name);
  }

  /** Gitea and GitLab list a few of them and say how many there are. */
  private static long count(Fields push) {
    return Math.max(
        push.list("commits").size(),
        Math.max(push.number("total_commits"), push.number("total_commits_count")));
  }

  private static String who(Fields push) {
    return Stream.of(
            push.in("pusher").text("name"),
            push.in("pusher").text("login"),
            push.text("user_name"),
            push.text("user_username"),
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
    long more = count(push) - Math.min(commits.size(), SHOWN_COMMITS);
    return more > 0 && !lines.isEmpty() ? lines + "\n- … and %d more".formatted(more) : lines;
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
    return Truncate.to(text.replaceAll("\\p{Cntrl}+", " ").strip(), MAX_NAME);
  }
}
