package com.millyweb.hub.event.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets work of many threads share a commit: a writer takes whatever has queued up while the commit
 * before it was under way. Nobody waits for company, and who finds nobody waiting can commit alone,
 * on the own thread.
 */
public final class GroupCommit<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final BlockingQueue<T> queue;
  private final int maxBatch;
  private final Consumer<List<T>> commit;
  private final List<Thread> writers = new ArrayList<>();

  /** One for each commit that may be under way, by a writer or by somebody alone. */
  private final Semaphore places;

  private volatile boolean closing;

  /**
   * @param writers how many commits may be under way at once; more make smaller batches
   * @param commit must not throw for what it can answer itself
   */
  public GroupCommit(
      String name, int writers, int maxBatch, int maxQueue, Consumer<List<T>> commit) {
    this.queue = new LinkedBlockingQueue<>(maxQueue);
    this.maxBatch = maxBatch;
    this.commit = commit;
    this.places = new Semaphore(writers);
    for (int i = 1; i <= writers; i++) {
      Thread thread = new Thread(this::write, "hub-" + name + "-" + i);
      thread.setDaemon(true);
      thread.start();
      this.writers.add(thread);
    }
  }

  /** False when the queue is full or the commit has been closed. */
  public boolean offer(T work) {
    return !closing && queue.offer(work);
  }

  /**
   * Runs a commit on the calling thread, which saves two changes of threads, where nothing else
   * waits or is under way: under load a commit of one would cost what a shared one does. Not on a
   * virtual thread, which changes threads more often than that while it reads a socket.
   *
   * @return false when it was not run
   */
  public boolean alone(Runnable work) {
    boolean idle = !closing && queue.isEmpty() && places.availablePermits() == writers.size();
    if (!idle || isVirtual(Thread.currentThread()) || !places.tryAcquire()) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      places.release();
    }
  }

  /** Thread.isVirtual came with Java 21; their group has this name, says its documentation. */
  private static boolean isVirtual(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && group.getName().equals("VirtualThreads");
  }

  /** Waits for a place in the queue. */
  public void put(T work) throws InterruptedException {
    queue.put(work);
  }

  public int size() {
    return queue.size();
  }

  /** Commits what is queued, then ends the writers. */
  @Override
  public void close() {
    closing = true;
    for (Thread writer : writers) {
      try {
        writer.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void write() {
    while (true) {
      try {
        T first = queue.poll(50, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closing) {
            return;
          }
          continue;
        }
        commit(first);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("Unhandled exception. Will keep running.", e);
      }
    }
  }

  /** What queues up while no place is free becomes part of the batch. */
  private void commit(T first) throws InterruptedException {
    places.acquire();
    try {
      List<T> batch = new ArrayList<>();
      batch.add(first);
      queue.drainTo(batch, maxBatch - 1);
      commit.accept(batch);
    } finally {
      places.release();
    }
  }
}
