package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.ThreadGone;
import com.millyweb.hub.notify.sending.SendLedger;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts, edits and deletes as a bot. */
final class SlackBotMessenger implements Messenger<SlackPart> {
  private static final Logger log = LoggerFactory.getLogger(SlackBotMessenger.class);

  private final NoticeDelivery delivery;
  private final SlackDestination.Bot bot;
  private final SlackApi api;
  private final SlackUpload files;
  private final SendLedger book;
  private final Supplier<Optional<URI>> responseUrl;
  private @Nullable URI answerTo;

  /** The thread was found to be gone. */
  private boolean left;

  /**
   * @param responseUrl where a reply can go when the bot is not in the conversation
   */
  SlackBotMessenger(
      NoticeDelivery delivery,
      SlackDestination.Bot bot,
      SlackApi api,
      SlackUpload files,
      SendLedger book,
      Supplier<Optional<URI>> responseUrl) {
    this.delivery = delivery;
    this.bot = bot;
    this.api = api;
    this.files = files;
    this.book = book;
    this.responseUrl = responseUrl;
  }

  @Override
  public @Nullable JsonNode post(int part, SlackPart message) throws IOException {
    return message instanceof SlackFile file
        ? upload(part, file)
        : say(part, (SlackMessage) message);
  }

  @Override
  public @Nullable SlackPart barer(SlackPart message, MessageRefused refusal) {
    return bare(message);
  }

  static @Nullable SlackPart bare(SlackPart message) {
    return message instanceof SlackMessage words && !words.isBare() ? words.bare() : null;
  }

  @Override
  public boolean edits() {
    return true;
  }

  /** What is no message, or was none, is taken away and posted anew. */
  @Override
  public @Nullable JsonNode edit(JsonNode remote, int part, SlackPart message) throws IOException {
    if (message instanceof SlackMessage words && !isFile(remote)) {
      return api.update(bot, remote, words);
    }
    try {
      delete(remote);
    } catch (MessageGone gone) {
      // as wished
    }
    return post(part, message);
  }

  @Override
  public void delete(JsonNode remote) throws IOException {
    if (isFile(remote)) {
      files.delete(remote);
    } else {
      api.delete(bot, remote);
    }
  }

  private @Nullable JsonNode say(int part, SlackMessage message) throws IOException {
    if (answerTo == null) {
      try {
        return postInThread(part, message);
      } catch (DestinationDead notThere) {
        answerTo = responseUrl.get().orElseThrow(() -> notThere);
      }
    }
    api.respond(answerTo, SlackRequest.Answer.of(message.payload()));
    return null;
  }

  /** What it stood under may be deleted: it is told all the same. */
  private @Nullable JsonNode postInThread(int part, SlackMessage message) throws IOException {
    String thread = thread();
    try {
      return api.post(bot, request(part, message, thread));
    } catch (ThreadGone gone) {
      if (thread == null) {
        throw new PermanentFailure(String.valueOf(gone.getMessage()), gone);
      }
      leave(thread);
      return api.post(bot, request(part, message, null));
    }
  }

  private void leave(String thread) {
    log.info("Thread {} of {} is gone, notices stand without it", thread, bot.channel());
    left = true;
    if (bot.thread() == null) {
      book.leaveThread(delivery);
    }
  }

  private @Nullable JsonNode upload(int part, SlackFile file) throws IOException {
    if (answerTo != null) {
      return say(part, file.pointer(delivery.notice()));
    }
    // files want the id of a channel, which its name was replaced by in the answer
    String channel =
        book.first(delivery).map(first -> first.path("channel").asText()).orElse(bot.channel());
    try {
      return files.send(file, channel, thread());
    } catch (PermanentFailure | ThreadGone refused) {
      // a bot may post without files:write, or where it is no member, and a workspace may have no
      // files at all
      log.info("A line stands for file {}: {}", file.name(), refused.getMessage());
      return say(part, file.pointer(delivery.notice()));
    }
  }

  private SlackRequest.Post request(int part, SlackMessage message, @Nullable String thread) {
    var metadata =
        message.isBare()
            ? null
            : SlackRequest.Metadata.of(delivery.notice().id().toString(), part + 1);
    return new SlackRequest.Post(message.payload(), bot.channel(), thread, metadata);
  }

  private @Nullable String thread() {
    if (bot.thread() != null && !left) {
      return bot.thread();
    }
    if (delivery.notice().thread() == null) {
      return null;
    }
    return book.threadStart(delivery).map(start -> start.path("ts").asText(null)).orElse(null);
  }

  private static boolean isFile(JsonNode remote) {
    return remote.has("file");
  }
}
