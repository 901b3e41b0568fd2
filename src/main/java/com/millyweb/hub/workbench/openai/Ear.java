package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.model.Answered;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hears what is said on another thread, and hands it on in its order. */
final class Ear implements RunSignals.Watcher {
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /** What was heard. */
  sealed interface Heard {
    /**
     * @param turn of the run that it is said in; 0 without one
     */
    record Text(int turn, String part) implements Heard {}

    /** What came so far does not count. */
    record Again() implements Heard {}

    /** The run's rows are other ones. */
    record Changed() implements Heard {}

    /** A model answered. */
    record Ended(Answered answered) implements Heard {}

    /** It did not. */
    record Failed(Exception why) implements Heard {}
  }

  @Override
  public void text(int turn, String part) {
    heard.add(new Heard.Text(turn, part));
  }

  @Override
  public void again() {
    heard.add(new Heard.Again());
  }

  @Override
  public void changed() {
    heard.add(new Heard.Changed());
  }

  void ended(Answered answered) {
    heard.add(new Heard.Ended(answered));
  }

  void failed(Exception why) {
    heard.add(new Heard.Failed(why));
  }

  /** Null when nothing comes in that time. */
  @Nullable Heard next(Duration patience) throws InterruptedException {
    return heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
