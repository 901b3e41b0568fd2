package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.parameter;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventIds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What came of an event over all flows. */
@Component
public final class Causes {
  private static final String DESCENDANTS = Sql.read("event/history/descendants");
  private static final Duration SKEW = Duration.ofHours(1);

  private final HistoryReads reads;

  Causes(HistoryReads reads) {
    this.reads = reads;
  }

  /**
   * @param level 1 for what a delivery of the event itself appended
   */
  public record Descendant(EventSummary event, int level) {}

  /** What an event caused, and what that caused, level by level; deliveries are not counted. */
  public List<Descendant> descendants(UUID id, int levels, int most) {
    return reads.read(
        jdbc ->
            jdbc.sql(DESCENDANTS)
                .param("id", id)
                .param("from", parameter(EventIds.at(id).minus(SKEW)))
                .param("levels", levels)
                .param("most", most)
                .query(
                    (row, number) ->
                        new Descendant(HistoryRows.summary(row, number), row.getInt("level")))
                .list());
  }
}
