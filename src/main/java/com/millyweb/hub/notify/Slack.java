package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.ConfigurationProblem;
import com.millyweb.hub.OutgoingHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Slack, by a bot or by an incoming webhook. */
@Component
final class Slack implements Medium, AutoCloseable {
  private final NotifyProperties.Slack properties;
  private final SendBook book;
  private final Sequence sequence;
  private final OutgoingHttp http;
  private final SlackApi api;
  private final Pace pace;

  Slack(
      NotifyProperties properties,
      SendBook book,
      Sequence sequence,
      OutgoingHttp outgoing,
      Clock clock) {
    this.properties = properties.slack();
    this.book = book;
    this.sequence = sequence;
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
  public String destination(Target target) {
    SlackDestination destination = SlackDestination.of(target, properties);
    return destination instanceof SlackDestination.Bot bot
        ? bot.channel() + " " + bot.token().reveal()
        : destination.lane();
  }

  @Override
  public Sent send(Delivery delivery) throws IOException, InterruptedException {
    SlackDestination destination = SlackDestination.of(delivery.target(), properties);
    return sequence.send(
        delivery,
        SlackMessage.of(delivery.notice()),
        pace,
        destination.lane(),
        destination instanceof SlackDestination.Bot bot
            ? new BotMessenger(delivery, bot)
            : new WebhookMessenger((SlackDestination.Webhook) destination));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  /** A webhook can not edit: a later notice with the same key is a message of its own. */
  private final class WebhookMessenger implements Messenger<SlackMessage> {
    private final SlackDestination.Webhook webhook;

    WebhookMessenger(SlackDestination.Webhook webhook) {
      this.webhook = webhook;
    }

    @Override
    public @Nullable JsonNode post(int part, SlackMessage message) throws IOException {
      api.post(webhook, message);
      return null;
    }
  }

  private final class BotMessenger implements Messenger<SlackMessage> {
    private final Delivery delivery;
    private final SlackDestination.Bot bot;

    BotMessenger(Delivery delivery, SlackDestination.Bot bot) {
      this.delivery = delivery;
      this.bot = bot;
    }

    @Override
    public JsonNode post(int part, SlackMessage message) throws IOException {
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

    @Override
    public boolean edits() {
      return true;
    }

    @Override
    public JsonNode edit(JsonNode remote, int part, SlackMessage message) throws IOException {
      return api.update(bot, remote, message);
    }

    @Override
    public void delete(JsonNode remote) throws IOException {
      api.delete(bot, remote);
    }
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
}
