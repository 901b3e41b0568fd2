package com.millyweb.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertyResolver;

/** The arrows of the design, in Java. {@code check} keeps them in the routes. */
class ArchitectureTest {
  private static final String BASE = "com.millyweb.hub";
  private static final String SERVICE = "service.";

  /** Rooms that nouns and services stand on, each with those below it. */
  private static final Map<String, Set<String>> FLOORS =
      Map.ofEntries(
          Map.entry("secret", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("process", Set.of()),
          Map.entry("schema", Set.of("text")),
          Map.entry("health.probe", Set.of()),
          Map.entry("config", Set.of("secret")),
          Map.entry("home", Set.of("config", "secret")),
          Map.entry("database", Set.of("config", "secret", "home")),
          Map.entry("http", Set.of("config", "secret", "camel")),
          Map.entry("server", Set.of("config", "secret", "home", "http")),
          Map.entry("camel", Set.of("config", "secret", "database", "text")),
          Map.entry("audit", Set.of("secret", "database", "text")));

  /** Nouns, and the rooms beside them that know of events; all of them stand on the floors. */
  private static final Map<String, Set<String>> NOUNS =
      Map.ofEntries(
          Map.entry("event", Set.of()),
          Map.entry("chat", Set.of("event")),
          Map.entry("ingress", Set.of("event", "chat")),
          Map.entry("flow", Set.of("event", "agent", "tool", "notify", "chat")),
          Map.entry("agent", Set.of("event", "tool", "model", "notify", "chat")),
          Map.entry("tool", Set.of("event", "knowledge", "notify")),
          Map.entry("knowledge", Set.of()),
          Map.entry("model", Set.of("event")),
          Map.entry("notify", Set.of("event", "chat")),
          Map.entry("health", Set.of("event")),
          Map.entry("connect", Set.of("event")),
          Map.entry("route", Set.of("event", "model", "notify")));

  /** What a service may use; services do not know each other. */
  private static final Set<String> OF_SERVICES =
      Set.of("event", "ingress", "knowledge", "model", "notify", "tool", "chat");

  /** Who sees everything, and is seen by nobody but the start. */
  private static final Set<String> ABOVE = Set.of("workbench", "command");

  /** What others use of event besides its history; package-info says what for. */
  private static final Set<String> FRONT_OF_EVENT =
      Set.of(
          "AmbiguousFailure",
          "Appended",
          "Claims",
          "Deliveries",
          "Delivery",
          "Effects",
          "Event",
          "EventLog",
          "EventLogUnavailable",
          "HopLimit",
          "NewEvent",
          "PermanentFailure",
          "RetryAfter",
          "StoreState",
          "SubscriptionSpec",
          "Subscriptions",
          "TypePattern",
          "backlog.EngineNumbers",
          "endpoint.EventSink",
          "endpoint.FlowListener",
          "endpoint.FlowSubscription",
          "endpoint.OptionText",
          "pacing.AtMost",
          "pacing.Cancel",
          "pacing.Collect",
          "pacing.LaneKey",
          "pacing.Pacing",
          "trace.ShownText",
          "trace.Trace",
          "trace.TraceHistory",
          "trace.TraceKept",
          "trace.TraceStep");

  /** Where the configuration is read as such. */
  private static final String[] READ_SETTINGS = {
    BASE + ".config..", BASE + ".home..", BASE + ".command..", BASE + ".camel.."
  };

  private static final int MOST_FILES = 40;

  private static final String DOCUMENT = BASE + ".workbench.document.OpenApiDocument$Context";

  private static JavaClasses hub;

  @BeforeAll
  static void read() {
    hub =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // what the build writes down of the beans
            .withImportOption(location -> !location.contains("__"))
            .importPackages(BASE);
  }

  @Test
  void each_room_uses_only_the_rooms_it_may() {
    Map<String, Set<String>> wrong = new TreeMap<>();
    for (JavaClass type : hub) {
      String room = room(type);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (target.getPackageName().startsWith(BASE) && !may(room, room(target))) {
          wrong
              .computeIfAbsent(room + " -> " + room(target), arrow -> new TreeSet<>())
              .add(dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_room_is_overfull() {
    Map<String, Set<String>> files = new TreeMap<>();
    for (JavaClass type : hub) {
      files
          .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
          .add(type.getSource().flatMap(source -> source.getFileName()).orElseThrow());
    }
    assertThat(files)
        .allSatisfy((name, held) -> assertThat(held.size()).isLessThanOrEqualTo(MOST_FILES));
  }

  /** The engine behind them can change without anybody else. */
  @Test
  void others_know_only_the_front_of_event() {
    Set<String> known = new TreeSet<>();
    for (JavaClass type : hub) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getName().replaceFirst("\\$.*", "");
        if (target.startsWith(BASE + ".event.") && !room(type).equals("event")) {
          known.add(target.substring((BASE + ".event.").length()));
        }
      }
    }
    known.removeIf(name -> name.startsWith("history."));
    assertThat(known).isSubsetOf(FRONT_OF_EVENT);
  }

  /** A room reads its own settings as a record, and asks their owner for those of another. */
  @Test
  void settings_are_read_as_records() {
    noClasses()
        .that()
        .resideOutsideOfPackages(READ_SETTINGS)
        .and()
        .doNotHaveSimpleName("CertificateAuthorities")
        .and()
        .doNotHaveSimpleName("HubPorts")
        .and()
        .doNotHaveSimpleName("PostgresAhead")
        .and()
        .doNotHaveFullyQualifiedName(DOCUMENT)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(PropertyResolver.class)
        .orShould()
        .callMethod(Binder.class, "get", Environment.class)
        .because(
            "CertificateAuthorities and PostgresAhead work before there are records, HubPorts asks for the port that the server got, and the API's document has a context of its own")
        .check(hub);
  }

  @Test
  void the_root_only_starts() {
    List<String> types =
        hub.stream()
            .filter(type -> type.getPackageName().equals(BASE) && !type.isNestedClass())
            .map(JavaClass::getSimpleName)
            .toList();
    assertThat(types).containsOnly("Hub", "package-info");
  }

  @Test
  void names_say_what_a_class_knows() {
    noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Common)$").check(hub);
  }

  /** The build asks such conditions, and knows no settings of the hub that will run. */
  @Test
  void no_bean_hangs_on_a_condition() {
    noClasses().should().beMetaAnnotatedWith(Conditional.class).check(hub);
    noMethods().should().beMetaAnnotatedWith(Conditional.class).check(hub);
  }

  @Test
  void nothing_is_injected_into_fields() {
    noFields()
        .should()
        .beAnnotatedWith(Autowired.class)
        .orShould()
        .beAnnotatedWith(Value.class)
        .check(hub);
  }

  private static boolean may(String room, String other) {
    if (room.equals(other) || room.isEmpty()) {
      return true;
    }
    if (FLOORS.containsKey(room)) {
      return FLOORS.get(room).contains(other);
    }
    if (ABOVE.contains(room)) {
      return !other.equals("command") || room.equals("command");
    }
    if (FLOORS.containsKey(other)) {
      return true;
    }
    return room.startsWith(SERVICE)
        ? OF_SERVICES.contains(other)
        : NOUNS.getOrDefault(room, Set.of()).contains(other);
  }

  /** The noun, the service or the floor; the empty text for the root. */
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    String path = name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
    if (path.startsWith("health.probe")) {
      return path;
    }
    if (path.startsWith(SERVICE)) {
      int end = path.indexOf('.', SERVICE.length());
      return end < 0 ? path : path.substring(0, end);
    }
    return path.split("\\.")[0];
  }
}
