package com.millyweb.hub.agent.journal;

import com.millyweb.hub.agent.AgentProperties;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people used in the last 24 hours, and what they may. */
@Component
public final class Usage {
  private final JdbcClient jdbc;
  private final AgentProperties properties;

  Usage(JdbcClient jdbc, AgentProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /** Why a person may begin no run now; empty when they may. */
  public Optional<String> exceeded(String person) {
    return jdbc.sql(
            """
            select count(*) as runs, coalesce(sum(tokens_in + tokens_out), 0) as tokens
            from agent_run
            where person = :person and parent is null and started > clock_timestamp() - interval '24 hours'
            """)
        .param("person", person)
        .query(
            (row, n) -> {
              long runs = row.getLong("runs");
              long tokens = row.getLong("tokens");
              if (runs > properties.runsPerDay()) {
                return "%s began %d runs in 24 hours; hub.agent.runs-per-day is %d"
                    .formatted(person, runs, properties.runsPerDay());
              }
              return tokens > properties.tokensPerDay()
                  ? "The runs of %s used %d tokens in 24 hours; hub.agent.tokens-per-day is %d"
                      .formatted(person, tokens, properties.tokensPerDay())
                  : "";
            })
        .optional()
        .filter(reason -> !reason.isEmpty());
  }
}
