package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.health.HealthFixture.FakeSystem;
import com.millyweb.hub.health.HealthProperties.Watched;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is down because of another system, or is worked on, is not told. */
class QuietHealthTest {
  private final HealthFixture health = new HealthFixture();
  private final FakeSystem nas = new FakeSystem("nas");
  private final FakeSystem shop = new FakeSystem("shop");
  private final FakeSystem page = new FakeSystem("page");

  @AfterEach
  void close() {
    health.close();
  }

  @Test
  void what_depends_on_a_system_that_is_down_is_quiet_and_so_is_its_return() {
    dependsOn("shop", "nas");
    dependsOn("page", "shop");
    var hub = health.hub("one", nas, shop, page);
    for (FakeSystem one : List.of(page, shop, nas)) {
      one.status = Status.down("gone");
    }
    hub.polls(3);
    for (FakeSystem one : List.of(page, shop, nas)) {
      one.status = Status.up();
    }
    hub.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up");
    assertThat(health.log.types())
        .contains("health.shop.down", "health.page.down", "health.page.up");
    assertThat(data("health.page.down")).contains("\"quiet\":\"nas is down\",\"because\":\"nas\"");
    assertThat(data("health.nas.down")).contains("\"dependents\":[\"page\",\"shop\"]");
  }

  /** The shop feels it first; what it depends on is asked once more before the shop is blamed. */
  @Test
  void system_that_fails_before_what_it_depends_on_waits_for_that_to_settle() {
    dependsOn("shop", "nas");
    var hub = health.hub("one", nas, shop);
    shop.status = Status.down("no database");
    hub.polls(2);
    nas.status = Status.down("gone");
    hub.polls(2);
    assertThat(health.log.types()).as("the nas is not settled").isEmpty();
    hub.polls(2);
    assertThat(told()).containsExactly("nas down");
  }

  @Test
  void system_that_is_down_by_itself_is_told_although_it_depends_on_others() {
    dependsOn("shop", "nas");
    var hub = health.hub("one", nas, shop);
    shop.status = Status.down("out of memory");
    hub.polls(4);
    assertThat(told()).containsExactly("shop down");
  }

  @Test
  void what_stays_down_when_the_cause_is_over_is_told_then_over_a_restart_too() {
    dependsOn("shop", "nas");
    var hub = health.hub("one", nas, shop);
    nas.status = Status.down("gone");
    shop.status = Status.down("no database");
    hub.polls(4);
    nas.status = Status.up();
    hub.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up");
    var restarted = health.hub("one", nas, shop);
    restarted.clock.now = hub.clock.now;
    restarted.polls(6);
    assertThat(told()).containsExactly("nas down", "nas up", "shop down");
    shop.status = Status.up();
    restarted.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up", "shop down", "shop up");
  }

  @Test
  void maintenance_is_quiet_and_what_is_down_at_its_end_is_told() {
    var hub = health.hub("one", nas, shop);
    health.maintained.addAll(List.of("nas", "shop"));
    nas.status = Status.down("rebooting");
    shop.status = Status.down("rebooting");
    hub.polls(4);
    nas.status = Status.up();
    hub.polls(1);
    assertThat(told()).isEmpty();
    health.maintained.clear();
    hub.polls(2);
    assertThat(told()).containsExactly("shop down");
    assertThat(data("health.nas.up")).contains("\"quiet\":\"maintenance\"");
  }

  /** As when the hub's database was away in between. */
  @Test
  void fall_and_return_that_are_told_at_once_are_both_quiet() {
    var hub = health.hub("one", nas);
    health.maintained.add("nas");
    hub.databaseIsAway = true;
    nas.status = Status.down("rebooting");
    hub.polls(3);
    nas.status = Status.up();
    hub.polls(1);
    hub.databaseIsAway = false;
    hub.polls(2);
    assertThat(health.log.types()).containsExactly("health.nas.down", "health.nas.up");
    assertThat(told()).isEmpty();
  }

  @Test
  void trouble_that_was_told_ends_with_a_return_that_is_told() {
    dependsOn("shop", "nas");
    var hub = health.hub("one", nas, shop);
    shop.status = Status.degraded("slow");
    hub.polls(4);
    nas.status = Status.down("gone");
    hub.polls(3);
    shop.status = Status.down("no database");
    hub.polls(4);
    nas.status = Status.up();
    shop.status = Status.up();
    hub.polls(2);
    assertThat(told()).containsExactly("shop degraded", "nas down", "nas up", "shop up");
  }

  @Test
  void hub_that_does_not_watch_a_system_leaves_it_to_the_one_that_does() {
    dependsOn("shop", "nas");
    var hub = health.hub("one", nas, shop);
    nas.status = Status.down("gone");
    shop.status = Status.down("no database");
    hub.polls(4);
    health.settings.clear();
    var other = health.hub("two", new FakeSystem("printer"));
    other.clock.now = hub.clock.now;
    other.polls(4);
    assertThat(told()).containsExactly("nas down");
  }

  @Test
  void dependency_on_nothing_or_on_itself_stops_the_start() {
    dependsOn("shop", "nass");
    assertThatThrownBy(() -> health.hub("one", nas, shop))
        .hasMessageContaining("hub.health.systems.shop.depends-on: there is no system 'nass'")
        .hasMessageContaining("did you mean 'nas'?");
    dependsOn("shop", "nas");
    dependsOn("nas", "shop");
    assertThatThrownBy(() -> health.hub("one", nas, shop)).hasMessageContaining("depend on itself");
  }

  private void dependsOn(String system, String other) {
    health.settings.put(system, new Watched(null, null, null, null, null, null, List.of(other)));
  }

  /** What people are told, in order. */
  private List<String> told() {
    return health.log.events.stream()
        .filter(event -> !new String(event.data(), StandardCharsets.UTF_8).contains("\"quiet\""))
        .map(event -> event.type().replaceFirst("health\\.(.*)\\.(.*)", "$1 $2"))
        .toList();
  }

  private String data(String type) {
    return health.log.events.stream()
        .filter(event -> event.type().equals(type))
        .map(event -> new String(event.data(), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }
}
