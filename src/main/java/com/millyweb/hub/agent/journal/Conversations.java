package com.millyweb.hub.agent.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.Sql;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was said before in a conversation. */
@Component
public final class Conversations {
  private static final int MOST = 20;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Conversations(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The last runs that had an answer, within a week, the oldest first. */
  public List<RunRow> earlier(String conversation, String tenant, String agent, UUID run) {
    return jdbc.sql(Sql.read("agent/earlier"))
        .param("conversation", conversation)
        .param("tenant", tenant)
        .param("agent", agent)
        .param("run", run)
        .param("most", MOST)
        .query((row, n) -> RunRows.run(row, json))
        .list();
  }
}
