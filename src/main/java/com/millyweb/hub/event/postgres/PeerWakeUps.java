package com.millyweb.hub.event.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other hubs of the database which subscriptions have work, over LISTEN and NOTIFY. A
 * hint only: who misses it polls.
 *
 * <p>NOTIFY takes a lock of the whole database at commit, so it is sent apart from the appends, and
 * at most once in {@link #DEBOUNCE_MS}.
 */
public final class PeerWakeUps implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerWakeUps.class);
  private static final String CHANNEL = "hub_work";
  private static final long DEBOUNCE_MS = 20;
  private static final int LISTEN_MS = 500;
  private static final long RECONNECT_MS = 1_000;

  private final DataSource dataSource;
  private final Consumer<Set<Integer>> wake;
  private final String self = UUID.randomUUID().toString();
  private final Set<Integer> pending = new HashSet<>();
  private final Thread listener = daemon(this::listen, "hub-listen");
  private final Thread sender = daemon(this::send, "hub-notify");
  private volatile boolean closed;

  public PeerWakeUps(DataSource dataSource, Consumer<Set<Integer>> wake) {
    this.dataSource = dataSource;
    this.wake = wake;
    listener.start();
    sender.start();
  }

  public void tell(Set<Integer> subscriptions) {
    synchronized (pending) {
      if (pending.addAll(subscriptions)) {
        pending.notifyAll();
      }
    }
  }

  @Override
  public void close() {
    synchronized (pending) {
      closed = true;
      // what is sent last wakes the listener, which would wait out its time
      pending.notifyAll();
    }
    try {
      // its connection must be back before the pool closes
      listener.join(4L * LISTEN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.interrupt();
  }

  private void send() {
    boolean last = false;
    while (!last) {
      try {
        Set<Integer> subscriptions;
        synchronized (pending) {
          while (pending.isEmpty() && !closed) {
            pending.wait();
          }
          last = closed;
          subscriptions = Set.copyOf(pending);
          pending.clear();
        }
        try (Connection connection = dataSource.getConnection();
            PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
          statement.setString(1, CHANNEL);
          statement.setString(
              2,
              self
                  + " "
                  + subscriptions.stream().map(String::valueOf).collect(Collectors.joining(" ")));
          statement.execute();
        }
        TimeUnit.MILLISECONDS.sleep(DEBOUNCE_MS);
      } catch (InterruptedException e) {
        return;
      } catch (SQLException e) {
        log.debug("Hint was not sent, the others poll", e);
      }
    }
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        try {
          PGConnection postgres = connection.unwrap(PGConnection.class);
          while (!closed) {
            PGNotification[] hints = postgres.getNotifications(LISTEN_MS);
            for (PGNotification hint : hints == null ? new PGNotification[0] : hints) {
              hear(hint.getParameter());
            }
          }
        } finally {
          // the pool would hand the connection on with its subscription
          statement.execute("unlisten *");
        }
      } catch (SQLException e) {
        if (!closed) {
          log.debug("Lost the channel for hints, polling until it is back", e);
          pause();
        }
      }
    }
  }

  private void hear(String hint) {
    String[] words = hint.split(" ");
    if (words.length < 2 || words[0].equals(self)) {
      return;
    }
    try {
      wake.accept(Arrays.stream(words).skip(1).map(Integer::valueOf).collect(Collectors.toSet()));
    } catch (NumberFormatException e) {
      log.debug("Not a hint: {}", hint);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RECONNECT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
