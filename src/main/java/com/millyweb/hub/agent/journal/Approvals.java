package com.millyweb.hub.agent.journal;

import com.millyweb.hub.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people are asked, and were. */
@Component
public final class Approvals {
  private final JdbcClient jdbc;

  Approvals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A question to people.
   *
   * @param seq the step that waits for it; null where the whole run does
   * @param kind call (may it be done?), repeat (it was begun, and nobody knows whether it was done)
   *     or budget (may the run go on?)
   * @param state open, approved, rejected, expired, or cancelled with its run
   * @param edited the arguments as a person changed them
   * @param passedTo the channels that are asked as well
   */
  public record Approval(
      long number,
      UUID run,
      @Nullable Integer seq,
      String agent,
      String kind,
      String state,
      @Nullable String tool,
      @Nullable String arguments,
      String why,
      Instant asked,
      Instant expires,
      @Nullable Instant decided,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String edited,
      List<String> passedTo) {
    public boolean isOpen() {
      return state.equals("open");
    }
  }

  public Optional<Approval> find(long number) {
    return jdbc.sql(
            "select a.*, r.agent from approval a join agent_run r on r.id = a.run where number = :number")
        .param("number", number)
        .query((row, n) -> read(row))
        .optional();
  }

  /**
   * The newest first.
   *
   * @param state null for all
   * @param before the number before which they begin
   */
  public List<Approval> page(@Nullable String state, long before, int limit) {
    return jdbc.sql(
            """
            select a.*, r.agent from approval a join agent_run r on r.id = a.run
            where number < :before and (cast(:state as text) is null or a.state = :state)
            order by number desc limit :limit
            """)
        .param("before", before)
        .param("state", state)
        .param("limit", limit)
        .query((row, n) -> read(row))
        .list();
  }

  public List<Approval> ofRun(UUID run) {
    return jdbc.sql(
            "select a.*, r.agent from approval a join agent_run r on r.id = a.run where run = :run order by number")
        .param("run", run)
        .query((row, n) -> read(row))
        .list();
  }

  /**
   * When an agent wanted just this call lately, newest first; calls that still wait are left out.
   */
  public List<Instant> same(String agent, String tool, String arguments, Duration back) {
    return jdbc.sql(
            """
            select s.planned from agent_step s join agent_run r on r.id = s.run
            where s.kind = 'tool' and s.name = :tool and s.arguments = :arguments and r.agent = :agent
              and s.ended is not null and s.planned > clock_timestamp() - make_interval(secs => :seconds)
            order by s.planned desc
            """)
        .param("agent", agent)
        .param("tool", tool)
        .param("arguments", arguments)
        .param("seconds", back.toSeconds())
        .query((row, n) -> Rows.instant(row, "planned"))
        .list();
  }

  private static Approval read(ResultSet row) throws SQLException {
    return new Approval(
        row.getLong("number"),
        Rows.uuid(row, "run"),
        row.getObject("seq", Integer.class),
        row.getString("agent"),
        row.getString("kind"),
        row.getString("state"),
        row.getString("tool"),
        row.getString("arguments"),
        row.getString("why"),
        Rows.instant(row, "asked"),
        Rows.instant(row, "expires"),
        Rows.instantOrNull(row, "decided"),
        row.getString("by"),
        row.getString("reason"),
        row.getString("edited"),
        List.of((String[]) row.getArray("passed_to").getArray()));
  }
}
