package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.text.Truncate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A push as one shape: which branch of what, by whom, with its commits. Gitea and Forgejo write it
 * as GitHub does, GitLab in its own way; what one of them lacks is read where another has it.
 */
@RouteBean
@Component("gitHubPush")
public class GitHubPush {
  private static final int SHOWN_COMMITS = 5;
  private static final int MAX_NAME = 100;
  private static final int SHORT_HASH = 7;

  /** What the notice file words; what none of them says is empty. */
  public Map<String, Object> read(@Body @Nullable Object body) {
    Fields push = Fields.of(body);
    String ref = push.text("ref");
    boolean tag = ref.startsWith("refs/tags/");
    List<Fields> commits = push.list("commits");
    int shown = Math.min(commits.size(), SHOWN_COMMITS);
    Map<String, Object> read = new LinkedHashMap<>();
    read.put(
        "repository",
        plain(
            first(
                push.in("repository").text("full_name"),
                push.in("project").text("path_with_namespace"))));
    read.put("who", who(push));
    read.put("action", action(push, tag));
    read.put("forced", push.isTrue("forced"));
    read.put("tag", tag);
    read.put("name", plain(ref.replaceFirst("^refs/(heads|tags)/", "")));
    read.put("count", count(push));
    read.put("commits", commits.stream().limit(shown).map(GitHubPush::commit).toList());
    read.put("more", shown == 0 ? 0 : count(push) - shown);
    read.put("link", link(push));
    return read;
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

  /** What a notice file puts into words: {@code push}, {@code create} or {@code delete}. */
  private static String action(Fields push, boolean tag) {
    if (push.isTrue("deleted") || push.text("after").matches("0{40,64}")) {
      return "delete";
    }
    boolean created = push.isTrue("created") || push.text("before").matches("0{40,64}");
    return created && (tag || count(push) == 0) ? "create" : "push";
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
        .orElse("");
  }

  private static Map<String, Object> commit(Fields commit) {
    String id = hash(commit, "id");
    return Map.of(
        "hash",
        id.isEmpty() ? "" : id.substring(0, SHORT_HASH),
        "url",
        commit.url("url"),
        "message",
        commit.text("message"),
        "author",
        commit.in("author").text("name"));
  }

  /** Titles are plain text in every medium. */
  private static String plain(String text) {
    return Truncate.to(text.replaceAll("\\p{Cntrl}+", " ").strip(), MAX_NAME);
  }
}
