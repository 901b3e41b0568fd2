package com.millyweb.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The arrows of the design, in Java. {@code check} keeps them in the routes. */
class ArchitectureTest {
  private static final String BASE = "com.millyweb.hub";

  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "event", List.of(),
          "ingress", List.of("event"),
          "flow", List.of("event", "agent", "tool", "notify"),
          "agent", List.of("event", "tool", "notify"),
          "tool", List.of("knowledge", "notify"),
          "knowledge", List.of(),
          "notify", List.of("event"),
          "health", List.of("event"),
          "route", List.of("event", "notify"));

  private static JavaClasses hub;

  @BeforeAll
  static void read() {
    hub =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);
  }

  @Test
  void each_noun_uses_only_the_nouns_it_may() {
    ARROWS.forEach(
        (noun, allowed) ->
            noClasses()
                .that()
                .resideInAPackage(BASE + "." + noun + "..")
                .should()
                .dependOnClassesThat(areOfOtherNounsThan(noun, allowed))
                .allowEmptyShould(true)
                .check(hub));
  }

  @Test
  void nouns_do_not_run_in_circles() {
    slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(hub);
  }

  @Test
  void names_say_what_a_class_knows() {
    noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Common)$").check(hub);
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

  @Test
  void every_noun_is_one_of_the_design() {
    classes()
        .should()
        .resideInAnyPackage(
            BASE,
            BASE + ".event..",
            BASE + ".ingress..",
            BASE + ".flow..",
            BASE + ".route..",
            BASE + ".agent..",
            BASE + ".tool..",
            BASE + ".knowledge..",
            BASE + ".notify..",
            BASE + ".health..",
            BASE + ".workbench..")
        .check(hub);
  }

  private static DescribedPredicate<JavaClass> areOfOtherNounsThan(
      String noun, List<String> allowed) {
    return new DescribedPredicate<>("are of a noun other than %s %s", noun, allowed) {
      @Override
      public boolean test(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(BASE + ".")) {
          return false;
        }
        String other = name.substring(BASE.length() + 1).split("\\.")[0];
        return !other.equals(noun) && !allowed.contains(other);
      }
    };
  }
}
