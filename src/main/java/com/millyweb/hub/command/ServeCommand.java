package com.millyweb.hub.command;

import com.millyweb.hub.database.PostgresAhead;
import com.millyweb.hub.home.StartCheck;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code [serve] [--<key>=<value>…]}: starts the hub. */
@Command(
    name = "serve",
    description = "Starts the hub.",
    customSynopsis = "java -jar hub.jar serve [--<key>=<value>…]",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class ServeCommand implements Callable<Integer> {
  private static final String NAME = "serve";

  /** What a start may be given: every key of the configuration. */
  private static final Pattern SETTING =
      Pattern.compile("--[A-Za-z][\\w.\\[\\]-]*=.*|--debug|--trace");

  /** Something stood there that is no setting: what it was is said by picocli. */
  @Override
  public Integer call() {
    return ExitCode.USAGE;
  }

  /** The settings of a start; null when the arguments ask for something else. */
  static String @Nullable [] settings(String... arguments) {
    boolean named = arguments.length > 0 && arguments[0].equals(NAME);
    String[] settings = Arrays.copyOfRange(arguments, named ? 1 : 0, arguments.length);
    return Arrays.stream(settings).allMatch(setting -> SETTING.matcher(setting).matches())
        ? settings
        : null;
  }

  static @Nullable Integer start(Class<?> hub, String... settings) {
    var application = new SpringApplication(hub);
    if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
      takeBeansOfBuild(hub);
      application.addInitializers(new StartCheck(), new PostgresAhead());
    }
    try {
      application.run(settings);
      return null;
    } catch (SpringApplication.AbandonedRunException e) {
      throw e; // the build writes down what beans there are, and wants no more of a start
    } catch (RuntimeException e) {
      // told already, in a line or with its stack trace
      return ExitCode.SOFTWARE;
    }
  }

  /**
   * In the jar it stands as code which beans there are (pom.xml, process-aot), so that a start does
   * not find it out. Only of the hub: the commands make small contexts of other beans.
   */
  private static void takeBeansOfBuild(Class<?> hub) {
    boolean built =
        hub.getResource(hub.getSimpleName() + "__ApplicationContextInitializer.class") != null;
    if (built && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
      SpringProperties.setFlag(AotDetector.AOT_ENABLED);
    }
  }
}
