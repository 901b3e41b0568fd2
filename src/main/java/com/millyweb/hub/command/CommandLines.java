package com.millyweb.hub.command;

import com.millyweb.hub.config.ConfigurationAnalyzer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * What the command line can ask for. A command is a class; it is found by its name once it stands
 * in the list below.
 */
public final class CommandLines {
  private CommandLines() {}

  /**
   * @param hub what Spring starts
   * @return the exit code; null when a hub runs now
   */
  public static @Nullable Integer run(Class<?> hub, String... arguments) {
    // a start does not wait for picocli
    String[] settings = ServeCommand.settings(arguments);
    if (settings != null) {
      return ServeCommand.start(hub, settings);
    }
    return commandLine(CommandLine.defaultFactory(), System.out, System.err).execute(arguments);
  }

  /**
   * Exit codes of all commands: 0 done, 1 refused or failed, 2 not understood.
   *
   * @param commands makes a command of its class
   */
  static CommandLine commandLine(IFactory commands, PrintStream out, PrintStream err) {
    return explaining(new CommandLine(new Root(), commands), out, err);
  }

  /** Says in one line what went wrong; what nobody foresaw keeps its stack trace. */
  static CommandLine explaining(CommandLine line, PrintStream out, PrintStream err) {
    return line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              if (failure instanceof IOException) {
                failed.getErr().println(failure.getMessage());
              } else if (new ConfigurationAnalyzer().analyze(failure) == null) {
                throw failure;
              }
              // what is wrong with a configuration is told already, in a line a mistake
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Command(
      name = "java -jar hub.jar",
      description = "Starts the hub when no command is given.",
      customSynopsis = {
        "java -jar hub.jar [serve] [--<key>=<value>…]",
        "       java -jar hub.jar <command> [--help]"
      },
      mixinStandardHelpOptions = true,
      versionProvider = CommandVersion.class,
      subcommands = {
        ServeCommand.class,
        AddCommand.class,
        BacktestCommand.class,
        CheckCommand.class,
        ComponentsCommand.class,
        TestCommand.class,
        GalleryCommand.class,
        SchemaCommand.class,
        StopCommand.class,
        CommandLine.HelpCommand.class,
        TokenCommand.class,
        WhyCommand.class
      },
      footer = {
        "",
        "Configuration: --hub.<key>=<value>, else the environment (HUB_…), else hub.yaml."
      })
  private static final class Root implements Callable<Integer> {
    /** Something stood there that is no setting: what it was is said by picocli. */
    @Override
    public Integer call() {
      return CommandLine.ExitCode.USAGE;
    }
  }
}
