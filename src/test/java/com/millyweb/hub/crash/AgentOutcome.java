package com.millyweb.hub.crash;

import java.util.List;
import java.util.UUID;

/** What became of a run, inside of the hub and outside. */
record AgentOutcome(
    String state,
    String answer,
    List<String> steps,
    long runs,
    long notes,
    long presses,
    int posts,
    long puts,
    long calls,
    long repeats) {

  private static final String SQL =
      """
      select r.state, coalesce(r.answer, r.error, '') as answer,
        array(select seq || ' ' || kind || ' ' || name from agent_step where run = r.id order by seq) as steps,
        (select count(*) from agent_run where id = r.id or parent = r.id) as runs,
        (select count(*) from event where type = 'notify.inbox'
          and position('note of ' || r.id in convert_from(data, 'UTF8')) > 0) as notes,
        (select count(*) from event where type = 'notify.inbox'
          and position('press of ' || r.id in convert_from(data, 'UTF8')) > 0) as presses,
        (select count(*) from approval where run = r.id and kind = 'call') as calls,
        (select count(*) from approval where run = r.id and kind = 'repeat') as repeats
      from agent_run r where r.id = ?
      """;

  static AgentOutcome of(HubProcess hub, AgentDuty duty, UUID run) {
    return hub.postgres()
        .sql()
        .sql(SQL)
        .param(run)
        .query(
            (row, n) ->
                new AgentOutcome(
                    row.getString("state"),
                    row.getString("answer"),
                    List.of((String[]) row.getArray("steps").getArray()),
                    row.getLong("runs"),
                    row.getLong("notes"),
                    row.getLong("presses"),
                    duty.deeds.posts(run.toString()),
                    duty.deeds.effects(run.toString()),
                    row.getLong("calls"),
                    row.getLong("repeats")))
        .single();
  }

  /** The same end, whatever a person was asked on the way. */
  AgentOutcome withoutRepeats() {
    return new AgentOutcome(state, answer, steps, runs, notes, presses, posts, puts, calls, 0);
  }

  boolean isLost() {
    return !state.equals("done");
  }

  /** Effects that are there more than once. */
  long twice() {
    return Math.max(0, notes - 1)
        + Math.max(0, presses - 1)
        + Math.max(0, posts - 1)
        + Math.max(0, puts - 1)
        + Math.max(0, runs - 2)
        + Math.max(0, calls - 1);
  }
}
