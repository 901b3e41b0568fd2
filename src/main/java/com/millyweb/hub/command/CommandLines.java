package com.millyweb.hub.command;

import com.millyweb.hub.config.ConfigurationAnalyzer;
import com.millyweb.hub.config.HubVersion;
import com.millyweb.hub.database.PostgresAhead;
import com.millyweb.hub.home.StartCheck;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Parameters;

/**
 * What the command line can ask for. Only {@code serve}, which is meant by nothing, starts a hub.
 */
public final class CommandLines {
  /** What a start may be given: every key of the configuration. */
  private static final Pattern SETTING =
      Pattern.compile("--[A-Za-z][\\w.\\[\\]-]*=.*|--debug|--trace");

  private CommandLines() {}

  /**
   * @param hub what Spring starts
   * @return the exit code; null when a hub runs now
   */
  public static @Nullable Integer run(Class<?> hub, String... arguments) {
    if (List.of(arguments).stream().allMatch(argument -> SETTING.matcher(argument).matches())) {
      return serve(hub, arguments);
    }
    if (arguments[0].equals("serve")
        && List.of(arguments).stream()
            .skip(1)
            .allMatch(argument -> SETTING.matcher(argument).matches())) {
      return serve(hub, List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    }
    return commandLine(TokenCommand.commandLine()).execute(arguments);
  }

  static CommandLine commandLine(CommandLine tokens) {
    return new CommandLine(new Root())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (new ConfigurationAnalyzer().analyze(failure) == null) {
                return TokenCommand.explain(failure, line);
              }
              // told already, in a line a mistake
              return CommandLine.ExitCode.SOFTWARE;
            })
        .addSubcommand(tokens);
  }

  private static @Nullable Integer serve(Class<?> hub, String... settings) {
    var application = new SpringApplication(hub);
    application.addInitializers(new StartCheck(), new PostgresAhead());
    try {
      application.run(settings);
      return null;
    } catch (RuntimeException e) {
      // told already, in a line or with its stack trace
      return 1;
    }
  }

  @Command(
      name = "java -jar hub.jar",
      description = "Starts the hub when no command is given.",
      customSynopsis = {
        "java -jar hub.jar [serve] [--<key>=<value>…]",
        "       java -jar hub.jar <command> [--help]"
      },
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      subcommands = {Serve.class, Check.class, CommandLine.HelpCommand.class},
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

  @Command(
      name = "serve",
      description = "Starts the hub.",
      customSynopsis = "java -jar hub.jar serve [--<key>=<value>…]",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  private static final class Serve implements Callable<Integer> {
    @Override
    public Integer call() {
      return CommandLine.ExitCode.USAGE;
    }
  }

  @Command(
      name = "check",
      description =
          "Checks a folder of routes as the hub would, without a hub. Exit code 1 on errors.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  private static final class Check implements Callable<Integer> {
    @Parameters(
        arity = "0..1",
        paramLabel = "<routes>",
        description = "The folder; by default $HUB_ROUTES or routes.")
    private @Nullable String routes;

    @Override
    public Integer call() {
      return CheckCommand.run(routes == null ? List.of() : List.of(routes), System.out);
    }
  }

  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = HubVersion.ofJar();
      return new String[] {
        "hub " + (version == null ? "(built from its source)" : version),
        "Java " + Runtime.version(),
      };
    }
  }
}
