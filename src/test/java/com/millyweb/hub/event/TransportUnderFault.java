package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Pacing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells when it comes to a failpoint. */
record TransportUnderFault(Transport transport, Consumer<Failpoint> reach) implements Transport {
  @Override
  public Stored append(List<PendingEvent> events, Duration patience) throws SQLException {
    Stored stored = transport.append(events, patience);
    reach.accept(Failpoint.APPENDED);
    return stored;
  }

  @Override
  public List<Delivery> claim(
      int subscription, int max, boolean suspects, Duration lease, Pacing pacing)
      throws SQLException {
    List<Delivery> claimed = transport.claim(subscription, max, suspects, lease, pacing);
    if (!claimed.isEmpty()) {
      reach.accept(Failpoint.CLAIMED);
    }
    return claimed;
  }

  @Override
  public Set<Lease> heartbeat(Collection<Lease> leases, Duration lease) throws SQLException {
    return transport.heartbeat(leases, lease);
  }

  @Override
  public Settled settle(List<Outcome> outcomes) throws SQLException {
    boolean done = outcomes.stream().anyMatch(Outcome.Done.class::isInstance);
    if (done) {
      reach.accept(Failpoint.SENT);
    }
    Settled settled = transport.settle(outcomes);
    if (done) {
      reach.accept(Failpoint.SETTLED);
    }
    return settled;
  }

  @Override
  public Set<Integer> cancel(List<Cancel> cancels) throws SQLException {
    return transport.cancel(cancels);
  }

  @Override
  public Reaped reap() throws SQLException {
    return transport.reap();
  }

  @Override
  public Ready ready(Collection<Integer> subscriptions) throws SQLException {
    return transport.ready(subscriptions);
  }
}
