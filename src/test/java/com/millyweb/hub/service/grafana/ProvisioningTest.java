package com.millyweb.hub.service.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The files of {@code grafana/} fit together, and to the doors and the stack that they name. */
class ProvisioningTest {
  private static final Path PROVISIONING = Question.FOLDER.resolve("provisioning");

  @Test
  void dashboards_are_read_only_have_their_own_names_and_show_who_did_what() {
    Set<String> uids = new TreeSet<>();
    List<Path> files = Question.files(Question.FOLDER.resolve("dashboards"), ".json");
    assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    for (Path file : files) {
      JsonNode dashboard = Question.read(file);
      String name = file.getFileName().toString().replace(".json", "");
      assertThat(dashboard.path("uid").asText()).isEqualTo("hub-" + name);
      assertThat(uids.add(dashboard.path("uid").asText())).isTrue();
      assertThat(dashboard.path("editable").asBoolean(true)).as(name).isFalse();
      assertThat(dashboard.at("/annotations/list/0/target/tags").toString())
          .as(name)
          .isEqualTo("[\"hub\"]");
      Set<Integer> ids = new TreeSet<>();
      Set<String> places = new TreeSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        assertThat(ids.add(panel.path("id").asInt())).as(name + panel.path("title")).isTrue();
        assertThat(places.add(panel.at("/gridPos/x") + "/" + panel.at("/gridPos/y")))
            .as(name + panel.path("title"))
            .isTrue();
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
    }
  }

  @Test
  void rules_of_grafana_ask_what_is_there_and_are_told_to_the_hub() {
    Set<String> sources = new TreeSet<>(Set.of("__expr__"));
    for (JsonNode source :
        Question.read(PROVISIONING.resolve("datasources/hub.yaml")).path("datasources")) {
      sources.add(source.path("uid").asText());
    }
    for (JsonNode group :
        Question.read(PROVISIONING.resolve("alerting/rules.yaml")).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String title = rule.path("title").asText();
        List<String> parts = new ArrayList<>();
        for (JsonNode part : rule.path("data")) {
          parts.add(part.path("refId").asText());
          assertThat(part.at("/model/refId")).as(title).isEqualTo(part.path("refId"));
          assertThat(sources).as(title).contains(part.path("datasourceUid").asText());
        }
        assertThat(parts).as(title).contains(rule.path("condition").asText());
        for (JsonNode part : rule.path("data")) {
          if (part.at("/model/type").asText().equals("threshold")) {
            assertThat(parts).as(title).contains(part.at("/model/expression").asText());
          }
        }
      }
    }
    JsonNode policy =
        Question.read(PROVISIONING.resolve("alerting/policies.yaml")).at("/policies/0/receiver");
    assertThat(contactPoint().path("name")).isEqualTo(policy);
  }

  @Test
  void contact_point_signs_as_the_door_reads_it() {
    JsonNode door =
        Question.read(Path.of("routes/ingress/grafana.camel.yaml")).at("/0/route/from/parameters");
    JsonNode settings = contactPoint().at("/receivers/0/settings");
    assertThat(settings.path("url").asText()).isEqualTo("http://hub:8080/hooks/grafana");
    assertThat(settings.at("/hmacConfig/header")).isEqualTo(door.path("header"));
    assertThat(settings.at("/hmacConfig/timestampHeader")).isEqualTo(door.path("timestamp"));
  }

  @Test
  void secrets_of_the_files_are_mounted_where_they_are_read() throws IOException {
    JsonNode services = Question.read(Path.of("compose/compose.yaml")).path("services");
    assertThat(mounted(services, "grafana")).contains(named(contactPoint().toString()));
    assertThat(mounted(services, "alertmanager"))
        .contains(named(Files.readString(Question.FOLDER.resolve("alertmanager.yaml"))));
    for (String service : List.of("prometheus", "alertmanager", "grafana")) {
      assertThat(services.path(service).path("volumes").toString())
          .as(service)
          .contains("../grafana:/etc/hub-grafana:ro");
    }
    assertThat(services.at("/grafana/environment/GF_PATHS_PROVISIONING").asText())
        .isEqualTo("/etc/hub-grafana/provisioning");
    assertThat(
            Question.read(PROVISIONING.resolve("dashboards/hub.yaml"))
                .at("/providers/0/options/path")
                .asText())
        .isEqualTo("/etc/hub-grafana/dashboards");
  }

  @Test
  void every_target_of_prometheus_is_a_service_of_the_stack_on_its_network() {
    JsonNode services = Question.read(Path.of("compose/compose.yaml")).path("services");
    for (JsonNode job :
        Question.read(Question.FOLDER.resolve("prometheus.yaml")).path("scrape_configs")) {
      List<String> hosts = new ArrayList<>();
      job.at("/dns_sd_configs/0/names").forEach(name -> hosts.add(name.asText()));
      job.at("/static_configs/0/targets")
          .forEach(target -> hosts.add(target.asText().replaceFirst(":.*", "")));
      assertThat(hosts).isNotEmpty();
      for (String host : hosts) {
        // what x-hub says stands in both hubs by a merge, which this parser does not make
        if (!host.equals("localhost") && !host.startsWith("hub")) {
          assertThat(services.at("/" + host + "/networks").toString()).as(host).contains("obs");
        }
        assertThat(host.equals("localhost") || services.has(host)).as(host).isTrue();
      }
    }
  }

  @Test
  void hub_that_is_gone_is_down_and_what_may_be_left_out_is_not() {
    JsonNode jobs =
        Question.read(Question.FOLDER.resolve("prometheus.yaml")).path("scrape_configs");
    // what is found by DNS is forgotten when its container is gone, and raises no alert
    assertThat(job(jobs, "hub").at("/static_configs/0/targets").toString())
        .isEqualTo("[\"hub:9080\"]");
    assertThat(job(jobs, "hub").at("/dns_sd_configs/0/names").toString()).isEqualTo("[\"hub-b\"]");
    assertThat(job(jobs, "cadvisor").has("static_configs")).isFalse();
    assertThat(job(jobs, "cadvisor").at("/dns_sd_configs/0/names").toString())
        .isEqualTo("[\"cadvisor\"]");
  }

  private static JsonNode job(JsonNode jobs, String name) {
    for (JsonNode job : jobs) {
      if (job.path("job_name").asText().equals(name)) {
        return job;
      }
    }
    throw new AssertionError("prometheus.yaml has no job " + name);
  }

  private static JsonNode contactPoint() {
    return Question.read(PROVISIONING.resolve("alerting/contact-points.yaml"))
        .at("/contactPoints/0");
  }

  private static String named(String text) {
    // the first: what follows is an example
    return text.replaceFirst("(?s).*?/run/secrets/(\\w+).*", "$1");
  }

  private static List<String> mounted(JsonNode services, String service) {
    List<String> secrets = new ArrayList<>();
    services.at("/" + service + "/secrets").forEach(secret -> secrets.add(secret.asText()));
    return secrets;
  }
}
