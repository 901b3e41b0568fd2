package com.millyweb.hub.service.discord;

import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.notify.HttpMediumContract;
import com.millyweb.hub.notify.Medium;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** As a bot. */
class DiscordContractTest extends HttpMediumContract {
  final DiscordFixture discord = fixture();

  DiscordFixture fixture() {
    return DiscordFixture.bot();
  }

  @AfterEach
  void stop() throws Exception {
    discord.close();
  }

  @Override
  protected FakeHttp service() {
    return discord.fake;
  }

  @Override
  protected Medium medium() {
    return discord.discord;
  }

  @Override
  protected List<String> shown() {
    return discord.messages().stream().map(FakeDiscord.Message::words).toList();
  }

  @Override
  protected List<Map<String, Object>> ledger() {
    return discord.book();
  }

  @Override
  protected boolean edits() {
    return true;
  }

  @Override
  protected boolean splits() {
    return true;
  }

  @Override
  protected void fails() {
    discord.fake.next(FakeDiscord.Trick.answer(502, "upstream"));
  }

  @Override
  protected void refuses() {
    discord.fake.next(FakeDiscord.Trick.error(400, 50035, "Invalid Form Body"));
  }

  @Override
  protected void dies() {
    discord.fake.next(FakeDiscord.Trick.error(404, 10003, "Unknown Channel"));
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(() -> discord.fake.next(FakeDiscord.Trick.tooMany("7", false)));
  }

  @Override
  protected void deleteMessage() {
    discord.fake.delete(discord.messages().get(0).id());
  }
}
