package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.FakeTelegram;
import org.junit.jupiter.api.Test;

/** What happens to the containers of a real engine, from their end to the button in a chat. */
class DockerTest extends WithEngine {
  @Test
  void container_that_dies_is_one_notice_whose_button_restarts_it() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("web", "echo starting; echo out of cheese; sleep 1000");
    engine.docker("kill", "web");
    DockerFixture.await("the notice", () -> docker.message("web was killed").isPresent());
    FakeTelegram.Message notice = docker.message("web was killed").orElseThrow();
    assertThat(notice.text())
        .contains("exit code 137, SIGKILL")
        .contains("starting\nout of cheese")
        .contains("hub-test:1");
    assertThat(notice.buttons()).hasSize(1);

    // a stranger is told no, and the container stays down
    docker.press(notice, 816);
    docker.press(notice, DockerFixture.ADA);
    DockerFixture.await(
        "the restart", () -> engine.docker("ps", "--format", "{{.Names}}").equals("web"));
    DockerFixture.await("how it went", () -> docker.message("web runs again").isPresent());
    assertThat(docker.message("web runs again").orElseThrow().id()).isEqualTo(notice.id());
    assertThat(docker.message("web runs again").orElseThrow().text()).contains("Restarted by ada");

    // it dies again within the hour: the same message says so, and counts
    engine.docker("kill", "web");
    DockerFixture.await("the count", () -> docker.message("web was killed").isPresent());
    assertThat(docker.message("web was killed").orElseThrow().text()).contains("2 since");
    assertThat(docker.notices()).hasSize(1);
  }

  @Test
  void what_somebody_stops_or_ends_well_is_an_event_and_no_notice() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("stopped", "sleep 1000");
    engine.start("done", "true");
    engine.start("silent", "exit 3", "--label", "hub.notify=false");
    engine.docker("stop", "-t", "1", "stopped");
    engine.start("loud", "exit 3");
    DockerFixture.await("the last", () -> docker.message("loud died with exit code 3").isPresent());
    assertThat(docker.notices()).hasSize(1);
    assertThat(docker.deaths())
        .contains(
            "done exitCode=0 asked=false crash=false tell=false",
            "stopped exitCode=137 asked=true crash=false tell=false",
            "silent exitCode=3 asked=false crash=true tell=false",
            "loud exitCode=3 asked=false crash=true tell=true");
    assertThat(docker.types()).contains("docker.container.start", "docker.container.stop");
  }

  @Test
  void container_that_flaps_is_one_notice_that_counts() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("flap", "exit 7", "--restart", "on-failure:4");
    DockerFixture.await(
        "all five ends",
        () -> docker.deaths().stream().filter(d -> d.startsWith("flap")).count() == 5);
    DockerFixture.await(
        "the count",
        () -> docker.message("flap").filter(m -> m.text().contains("5 since")).isPresent());
    assertThat(docker.notices()).hasSize(1);
  }

  @Test
  void what_happens_while_the_hub_is_down_is_told_once_when_it_is_back() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("one", "sleep 1000");
    DockerFixture.await("its start", () -> docker.types().contains("docker.container.start"));
    docker.stop();
    engine.docker("kill", "one");
    docker.start();
    DockerFixture.await("the notice", () -> docker.message("one was killed").isPresent());
    docker.stop();
    docker.start();
    docker.awaitEngine();
    engine.start("two", "exit 1");
    DockerFixture.await("the next", () -> docker.message("two died").isPresent());
    assertThat(docker.deaths()).hasSize(2);
    assertThat(docker.notices()).hasSize(2);
  }

  /** An engine that is killed forgets what it has said; the list of its containers has not. */
  @Test
  void nothing_is_lost_over_kill_9_of_the_engine() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("before", "exit 4");
    engine.start("through", "sleep 1000");
    DockerFixture.await("the first", () -> docker.message("before died").isPresent());
    engine.kill();
    DockerFixture.await("health", () -> docker.health().contains("\"status\":\"down\""));
    engine.start();
    DockerFixture.await("the engine", () -> docker.health().contains("\"status\":\"up\""));
    DockerFixture.await("the container that it took along", () -> docker.deaths().size() > 1);
    engine.start("after", "exit 5");
    DockerFixture.await(
        "the last", () -> docker.message("after died with exit code 5").isPresent());
    assertThat(docker.deaths().stream().map(death -> death.split(" ")[0]))
        .containsExactlyInAnyOrder("before", "through", "after");
  }

  /**
   * As over a restart of the engine, between whose events and the hub's next look a log was lost.
   */
  @Test
  void end_that_the_engine_no_longer_tells_is_found_in_the_list() throws Exception {
    docker.start();
    docker.awaitEngine();
    engine.start("gone", "sleep 1000");
    DockerFixture.await("its start", () -> docker.types().contains("docker.container.start"));
    docker.stop();
    engine.docker("kill", "gone");
    // an engine that dies before it has written the end down calls it another one
    DockerFixture.await(
        "its end", () -> !engine.docker("ps", "-q", "-a", "-f", "status=exited").isBlank());
    engine.kill();
    engine.start();
    docker.start();
    DockerFixture.await("the notice", () -> docker.message("gone was killed").isPresent());
    assertThat(docker.message("gone was killed").orElseThrow().text())
        .contains("learned of it later");
    assertThat(docker.deaths()).hasSize(1);
  }

  @Test
  void container_is_a_system_of_the_health() throws Exception {
    docker.set("hub.health.systems.shop.url", "docker://shop_web-1");
    docker.set("hub.health.systems.shop.interval", "1s");
    docker.set("hub.health.failures", "1");
    docker.start();
    DockerFixture.await("its absence", () -> docker.health("shop").contains("no container"));
    engine.start("shop_web-1", "sleep 1000");
    DockerFixture.await("its start", () -> docker.health("shop").contains("\"status\":\"up\""));
    engine.docker("kill", "shop_web-1");
    DockerFixture.await("its end", () -> docker.health("shop").contains("exit code 137"));
  }
}
