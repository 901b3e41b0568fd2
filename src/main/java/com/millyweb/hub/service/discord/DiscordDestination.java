package com.millyweb.hub.service.discord;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.BotOrWebhook;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a message goes: a bot's channel, or a webhook. */
sealed interface DiscordDestination {

  /** Tells destinations apart that have limits of their own. */
  String lane();

  /** The same for all targets that reach the same place by the same login. */
  default String identity() {
    return lane();
  }

  /** Threads are channels too. */
  record Bot(Secret token, String channel) implements DiscordDestination {
    @Override
    public String lane() {
      return channel;
    }

    @Override
    public String identity() {
      return channel + " " + token.reveal();
    }
  }

  /** The URL is a secret. Its query may hold the {@code thread_id} that it posts to. */
  record Webhook(Secret url) implements DiscordDestination {
    private static final Pattern THREAD = Pattern.compile("(^|[?&])thread_id=[^&]*");

    @Override
    public String lane() {
      return url.reveal();
    }

    /** For a new message; without {@code wait} Discord would not tell what it refuses. */
    URI messages() {
      return uri("", "wait=true");
    }

    /** Whether messages go to a thread of the webhook's channel. */
    boolean hasThread() {
      String query = HttpUrl.of(url.reveal(), "webhook-url").getRawQuery();
      return query != null && THREAD.matcher(query).find();
    }

    /** For a new message in the channel itself. */
    URI root() {
      String text = THREAD.matcher(messages().toString()).replaceFirst("$1");
      return URI.create(text.replace("?&", "?").replace("&&", "&").replaceFirst("[?&]$", ""));
    }

    URI message(String id) {
      return uri("/messages/" + id, null);
    }

    private URI uri(String path, @Nullable String parameter) {
      URI base = HttpUrl.of(url.reveal(), "webhook-url");
      String query = base.getRawQuery();
      String all = query == null ? parameter : parameter == null ? query : query + "&" + parameter;
      String text = base.toString();
      int end = query == null ? text.length() : text.indexOf('?');
      URI root = URI.create(text.substring(0, end));
      return HttpUrl.below(root, path + (all == null ? "" : "?" + all));
    }
  }

  /**
   * @throws IllegalArgumentException when nothing is configured that reaches the target
   */
  static DiscordDestination of(Target target, DiscordProperties discord) {
    return new BotOrWebhook(
            "Discord",
            "hub.notify.discord",
            discord.webhookUrl(),
            discord.token(),
            discord.channel())
        .destination(target, DiscordDestination::webhook, DiscordDestination::bot);
  }

  private static DiscordDestination bot(Secret token, String channel) {
    // it becomes a part of a URL
    if (!channel.matches("[0-9]{1,20}")) {
      throw new IllegalArgumentException(
          "a channel must be the id of a channel, a number, was: '%s'".formatted(channel));
    }
    return new Bot(token, channel);
  }

  private static DiscordDestination webhook(Secret url) {
    Webhook webhook = new Webhook(url);
    webhook.messages();
    return webhook;
  }
}
