package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.ConfigurationProblem;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.Unanswered;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Slack, by a bot or by an incoming webhook. */
@Component
final class Slack implements Medium, AutoCloseable {
  private final NotifyProperties.Slack properties;
  private final SendBook book;
  private final OutgoingHttp http;
  private final SlackApi api;
  private final Pace pace;

  Slack(NotifyProperties properties, SendBook book, OutgoingHttp outgoing, Clock clock) {
    this.properties = properties.slack();
    this.book = book;
    http = outgoing.trusting(trusted(properties), this.properties.timeout());
    api = new SlackApi(http, new AnswerRule(clock), this.properties.baseUrl());
    pace = new Pace(this.properties.rate(), this.properties.burst());
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public boolean isReady() {
    return properties.webhookUrl() != null || properties.token() != null;
  }

  @Override
  public void check(Target target) {
    SlackDestination.of(target, properties);
  }

  @Override
  public Sent send(Delivery delivery) throws IOException, InterruptedException {
    SlackDestination destination = SlackDestination.of(delivery.target(), properties);
    return destination instanceof SlackDestination.Bot bot
        ? send(delivery, bot)
        : send(delivery, (SlackDestination.Webhook) destination);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  /** A webhook can not edit: a later notice with the same key is a message of its own. */
  private Sent send(Delivery delivery, SlackDestination.Webhook webhook)
      throws IOException, InterruptedException {
    List<SlackMessage> messages = SlackMessage.of(delivery.notice());
    Set<Integer> accepted = book.accepted(delivery);
    for (int part = 0; part < messages.size(); part++) {
      if (!accepted.contains(part)) {
        SlackMessage message = messages.get(part);
        pace.await(webhook.lane());
        book(
            delivery,
            part,
            () -> {
              api.post(webhook, message);
              return null;
            });
      }
    }
    return Sent.accepted;
  }

  private Sent send(Delivery delivery, SlackDestination.Bot bot)
      throws IOException, InterruptedException {
    List<SendBook.Earlier> earlier =
        delivery.notice().key() == null ? List.of() : book.earlier(delivery);
    if (earlier.stream().anyMatch(e -> e.noticeId().compareTo(delivery.notice().id()) > 0)) {
      return Sent.superseded;
    }
    List<SlackMessage> messages = SlackMessage.of(delivery.notice());
    Set<Integer> accepted = book.accepted(delivery);
    for (int part = 0; part < messages.size(); part++) {
      if (!accepted.contains(part)) {
        int index = part;
        JsonNode name =
            earlier.stream()
                .filter(e -> e.part() == index)
                .map(SendBook.Earlier::remote)
                .findFirst()
                .orElse(null);
        pace.await(bot.lane());
        book(delivery, part, () -> put(delivery, bot, index, messages.get(index), name));
      }
    }
    for (SendBook.Earlier left : earlier) {
      if (left.part() >= messages.size()) {
        remove(delivery, bot, left);
      }
    }
    return earlier.isEmpty() ? Sent.accepted : Sent.updated;
  }

  private JsonNode put(
      Delivery delivery,
      SlackDestination.Bot bot,
      int part,
      SlackMessage message,
      @Nullable JsonNode name)
      throws IOException {
    if (name != null) {
      try {
        return api.update(bot, name, message);
      } catch (SlackApi.Gone gone) {
        // somebody deleted it: the notice must be seen all the same
      }
    }
    Map<String, Object> more = new LinkedHashMap<>();
    // lets a person tell two posts of one part, which an unanswered request may leave
    more.put(
        "metadata",
        Map.of(
            "event_type",
            "hub_notice",
            "event_payload",
            Map.of("notice", delivery.notice().id().toString(), "part", part + 1)));
    if (delivery.notice().thread() != null) {
      book.threadStart(delivery)
          .ifPresent(start -> more.put("thread_ts", start.path("ts").asText()));
    }
    return api.post(bot, message, more);
  }

  private void remove(Delivery delivery, SlackDestination.Bot bot, SendBook.Earlier left)
      throws IOException, InterruptedException {
    pace.await(bot.lane());
    try {
      api.delete(bot, left.remote());
    } catch (SlackApi.Gone gone) {
      // as wished
    }
    book.forget(delivery, left);
  }

  /** Writes the book around a request, so that whatever ends it, the next attempt knows. */
  private void book(Delivery delivery, int part, Request request) throws IOException {
    book.begin(delivery, part);
    @Nullable JsonNode name;
    try {
      name = request.send();
    } catch (Unanswered e) {
      String message = String.valueOf(e.getMessage());
      book.unanswered(delivery, part, message);
      throw new AmbiguousFailure(
          "Part %d of notice %s may be in Slack twice: %s"
              .formatted(part + 1, delivery.notice().id(), message),
          e);
    } catch (PermanentFailure e) {
      book.refused(delivery, part, String.valueOf(e.getMessage()));
      throw e;
    } catch (RetryAfter | IOException e) {
      book.failed(delivery, part, String.valueOf(e.getMessage()));
      throw e;
    }
    book.accepted(delivery, part, name);
  }

  private static List<URI> trusted(NotifyProperties properties) {
    NotifyProperties.Slack slack = properties.slack();
    List<URI> urls = new ArrayList<>();
    urls.add(url("hub.notify.slack.", slack.baseUrl().toString(), "base-url"));
    if (slack.webhookUrl() != null) {
      urls.add(url("hub.notify.slack.", slack.webhookUrl().reveal(), "webhook-url"));
    }
    properties
        .channels()
        .forEach(
            (channel, targets) -> {
              for (NotifyProperties.TargetProperties target : targets) {
                if (target.medium().equals("slack") && target.webhookUrl() != null) {
                  String prefix = "hub.notify.channels.%s: ".formatted(channel);
                  urls.add(url(prefix, target.webhookUrl().reveal(), "webhook-url"));
                }
              }
            });
    return urls;
  }

  private static URI url(String prefix, String text, String name) {
    try {
      return SlackDestination.uri(text, name);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(prefix + e.getMessage(), e);
    }
  }

  /** Returns what Slack calls the message, or null where it does not tell. */
  private interface Request {
    @Nullable JsonNode send() throws IOException;
  }
}
