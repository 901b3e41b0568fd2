package com.millyweb.hub.agent.journal;

import com.millyweb.hub.agent.AgentProperties;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.database.Rows;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes what ended long ago. */
@RouteBean
@Component("runRetention")
public class RunRetention {
  private static final Logger log = LoggerFactory.getLogger(RunRetention.class);

  /** As many at once, so that no transaction is long. */
  private static final int BATCH = 1000;

  private final JdbcClient jdbc;
  private final AgentProperties properties;
  private final Clock clock;

  RunRetention(JdbcClient jdbc, AgentProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  public void sweep() {
    Instant limit = clock.instant().minus(properties.retention());
    int all = 0;
    int deleted;
    do {
      deleted =
          jdbc.sql(
                  """
                  delete from agent_run where id in (
                    select id from agent_run where ended < :limit order by ended limit :batch)
                  """)
              .param("limit", Rows.parameter(limit))
              .param("batch", BATCH)
              .update();
      all += deleted;
    } while (deleted == BATCH);
    // a run that is under way began with content that was used after the limit of those that ended
    jdbc.sql(
            """
            delete from agent_content c
            where used < cast(:limit as date) - 1
              and not exists (select from agent_run r where c.hash in (r.definition, r.instructions, r.history))
              and not exists (select from agent_step s where s.tools = c.hash)
            """)
        .param("limit", Rows.parameter(limit))
        .update();
    if (all > 0) {
      log.info("Deleted {} runs that ended before {}", all, limit);
    }
  }
}
