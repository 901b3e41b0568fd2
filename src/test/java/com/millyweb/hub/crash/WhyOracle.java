package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Says whether a hub can tell why it told something, whatever it died over meanwhile. */
record WhyOracle(HubProcess hub, AdminCalls api) {
  private static final int MOST = 100;

  /**
   * @param flow that made a notice of each {@code crash.ping} it took
   * @param file of the flow
   */
  void namesTheEventOfEveryNotice(String flow, String file) {
    List<UUID> notices =
        new ArrayList<>(hub.postgres().sql().sql("select id from notice").query(UUID.class).list());
    assertThat(notices).as("notices").isNotEmpty();
    Collections.shuffle(notices, new Random(notices.size()));
    for (UUID notice : notices.subList(0, Math.min(MOST, notices.size()))) {
      JsonNode why = api.answer("/api/events/" + notice + "/why");
      String title = why.at("/notice/title").asText();
      UUID event = eventOf(title);
      assertThat(why.at("/event/id").asText()).as(title).isEqualTo(event.toString());
      assertThat(why.at("/event/type").asText()).as(title).isEqualTo("crash.ping");
      assertThat(sender(why)).as(title).isEqualTo(flow);
      JsonNode of = api.answer("/api/events/" + event + "/why");
      assertThat(of.path("results").findValuesAsText("title")).as(title).contains(title);
      for (JsonNode ran : of.path("ran")) {
        if (ran.path("flow").asText().equals(flow)) {
          assertThat(ran.at("/version/file").asText()).as(title).isEqualTo(file);
          assertThat(ran.at("/version/since").asText()).as(title).isNotEmpty();
        }
      }
    }
  }

  private static String sender(JsonNode why) {
    for (JsonNode ran : why.path("ran")) {
      if (ran.path("sent").asBoolean()) {
        return ran.path("flow").asText();
      }
    }
    return "nobody";
  }

  /** The title is the client and its number. */
  private UUID eventOf(String title) {
    return hub.postgres()
        .sql()
        .sql(
            """
            select id from event where type = 'crash.ping' and subject = :client
              and (convert_from(data, 'UTF8')::jsonb ->> 'seq') = :seq
            """)
        .param("client", title.split(" ")[0])
        .param("seq", title.split(" ")[1])
        .query(UUID.class)
        .single();
  }
}
