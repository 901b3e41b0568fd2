package com.millyweb.hub.service.discord;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Samples;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** The whole hub between a fake Discord's door and its API, with flows that answer. */
final class DiscordHub implements AutoCloseable {
  private static final String FLOW =
      """
      - route:
          id: flow.echo
          description: Answers every message
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} !contains 'not '"
            steps:
              - setBody: {simple: "You said: ${body[text]}"}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.broken
          description: Can not do what it is asked
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} == 'not possible'"
              maxAttempts: 1
            steps:
              - throwException: {exceptionType: java.lang.IllegalStateException, message: impossible}
      - route:
          id: flow.echo.slow
          description: Takes longer than Discord's patience
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} == 'not soon'"
            steps:
              - delay: {constant: "4000"}
              - setBody: {constant: "At last."}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.action
          description: Answers every button
          from:
            uri: event:chat.action
            steps:
              - setBody: {simple: "${body[by]} chose ${body[value]}"}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.held
          description: Tells later
          from:
            uri: event:test.held
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Held back", hold: 1h}}
      """;

  final FakeDiscord fake = FakeDiscord.start();
  private final DiscordSender sender = new DiscordSender();
  private final TestDatabase database = TestDatabase.create();
  private final Path routes;
  private HubWithDoors hub;

  DiscordHub(Path home) throws IOException {
    routes = home.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    // what is no command of another flow would be a question to an agent
    Files.writeString(routes.resolve("flow/assistant.camel.yaml"), "");
    Files.writeString(routes.resolve("flow/echo.camel.yaml"), FLOW);
    hub = startHub();
  }

  private HubWithDoors startHub() {
    return HubWithDoors.start(
        database,
        routes,
        Map.of(
            "hub.ingress.sources.discord.secret",
            sender.publicKey(),
            "hub.people.mason.discord",
            "290926798626357999/53908232506183680",
            "hub.notify.discord.token",
            FakeDiscord.TOKEN,
            "hub.notify.discord.channel",
            FakeDiscord.CHANNEL,
            "hub.notify.discord.base-url",
            fake.url(),
            // Discord's own figures, ten times as fast
            "hub.notify.discord.rate",
            "25/s"));
  }

  HubWithDoors hub() {
    return hub;
  }

  void restart() {
    hub.close();
    hub = startHub();
  }

  @Override
  public void close() {
    hub.close();
    fake.close();
  }

  HttpResponse<String> knock(String body) {
    List<String> headers = new ArrayList<>();
    sender
        .headers(Instant.now().getEpochSecond(), body)
        .forEach((name, value) -> headers.addAll(List.of(name, value)));
    return hub.post("discord", body, headers.toArray(String[]::new));
  }

  static String sample(String name) {
    return Samples.read("discord/" + name);
  }

  List<Map<String, Object>> events(String type) {
    return hub.database()
        .sql("select * from event where type = ?")
        .param(type)
        .query()
        .listOfRows();
  }

  List<FakeDiscord.Message> in(String channel) {
    return fake.messages().stream().filter(m -> m.channel().equals(channel)).toList();
  }

  void publish(Notice notice) {
    hub.hub.bean(Notices.class).publish(notice).join();
  }

  static Notice notice(String text) {
    return Notice.of("ops", Severity.info, null, text, Instant.now());
  }
}
