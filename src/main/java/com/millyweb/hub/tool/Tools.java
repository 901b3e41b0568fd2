package com.millyweb.hub.tool;

import com.millyweb.hub.config.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The tools that may be called in this hub, by name: routes that run, and what services add. */
@Component
public final class Tools implements DisposableBean {
  private final Map<String, RunningTool> running = new ConcurrentSkipListMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Tools::thread);

  /** By name. */
  public List<Tool> list() {
    return running.values().stream().map(RunningTool::tool).toList();
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(running.get(name)).map(RunningTool::tool);
  }

  /**
   * Calls a tool and waits for its answer, for as long as its contract says.
   *
   * @param arguments checked against the contract
   * @param caller the flow's exchange, whose end what the tool tells is committed with; null
   *     outside of flows
   * @return a map, list, number, boolean or text, or null
   * @throws WrongArguments when they do not fit the contract
   * @throws NoSuchTool when none of that name runs
   * @throws TimeoutException when it did not answer in time; what it does then is interrupted
   * @throws Exception that the tool's route failed with
   */
  public @Nullable Object call(String name, Map<?, ?> arguments, @Nullable Exchange caller)
      throws Exception {
    RunningTool running = running(name);
    Tool tool = running.tool();
    Map<String, Object> read = running.arguments().read(arguments);
    Future<@Nullable Object> answer = threads.submit(() -> running.run(read, caller));
    try {
      return answer.get(tool.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    } catch (TimeoutException e) {
      throw (TimeoutException)
          new TimeoutException(
                  "Tool '%s' gave no answer within %d s"
                      .formatted(name, tool.timeout().toSeconds()))
              .initCause(e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * The arguments as a call would have them: in the types of the contract and in its order.
   *
   * @throws WrongArguments when they do not fit the contract; its message has all that is wrong
   * @throws NoSuchTool when none of that name runs
   */
  public Map<String, Object> read(String name, Map<?, ?> arguments) {
    return running(name).arguments().read(arguments);
  }

  private RunningTool running(String name) {
    RunningTool found = running.get(name);
    if (found == null) {
      throw new NoSuchTool(name, Nearest.to(name, running.keySet()));
    }
    return found;
  }

  /**
   * Adds a tool that is no route.
   *
   * @return takes it away again
   * @throws IllegalArgumentException when the schemas of its contract do not go together
   * @throws IllegalStateException when another tool has its name
   */
  public Runnable add(Tool tool, Served served) {
    ToolContract.name(tool.name());
    var added = new ServedTool(tool, new Arguments(tool), served);
    add(added);
    return () -> remove(added);
  }

  /** What a tool does that is no route. */
  public interface Served {
    /**
     * @param arguments as the contract says
     * @return a map, list, number, boolean or text, or null
     */
    @Nullable Object call(Map<String, Object> arguments) throws Exception;
  }

  private record ServedTool(Tool tool, Arguments arguments, Served served) implements RunningTool {
    @Override
    public @Nullable Object run(Map<String, Object> arguments, @Nullable Exchange caller)
        throws Exception {
      return served.call(arguments);
    }
  }

  void add(RunningTool added) {
    String name = added.tool().name();
    RunningTool other = running.putIfAbsent(name, added);
    if (other != null) {
      throw new IllegalStateException(
          "Tool '%s' is the start of %s already".formatted(name, other.tool().route()));
    }
  }

  void remove(RunningTool removed) {
    Collection<RunningTool> all = running.values();
    all.removeIf(one -> one == removed);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "tool");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
