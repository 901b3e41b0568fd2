package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fake.Said;
import com.millyweb.hub.model.ModelFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as they come, in parts, broken off or of no use, and whoever listens to them. */
class ModelAnswersTest extends ModelStories {
  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void listener_hears_the_first_part_while_the_rest_is_still_to_come(String model)
      throws Exception {
    var rest = new CountDownLatch(1);
    server(model).says(Said.text("Once ").until(rest).then("upon a time"));
    var heard =
        new Heard() {
          @Override
          public synchronized void text(String part) {
            super.text(part);
            // nothing more comes before the first part was heard
            rest.countDown();
          }
        };
    Answered answered = ask(model, heard);
    assertThat(heard.all()).containsExactly("Once ", "upon a time");
    assertThat(answered.answer().text()).isEqualTo("Once upon a time");
    assertThat(answered.first()).isPositive().isLessThan(answered.took());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void listener_hears_that_an_answer_begins_again(String model) throws Exception {
    for (Said broken :
        List.of(
            Said.text("Once").error("the runner has gone"),
            Said.text("Once").endsEarly(),
            Said.text("Once").cut(),
            Said.text("Once").raw("data: {\n"))) {
      server(model).says(broken, Said.text("Twice"));
      var heard = new Heard();
      assertThat(ask(model, heard).answer().text()).isEqualTo("Twice");
      assertThat(heard.all()).containsExactly("Once", "again", "Twice");
    }
  }

  @Test
  void fallback_begins_again_too() throws Exception {
    ollama.says(Said.text("Once").cut(), Said.refused(503, "{\"error\":\"server busy\"}"));
    openai.says("Here");
    var heard = new Heard();
    Answered answered = ask("chat", heard);
    assertThat(answered.model()).isEqualTo("openai:gpt-4o-mini");
    assertThat(heard.all()).containsExactly("Once", "again", "again", "Here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void answer_that_says_nothing_is_asked_for_once_more(String model) throws Exception {
    server(model).says(Said.nothing().thinking("Hm"), Said.text("Yes"));
    assertThat(ask(model, new Heard()).answer().text()).isEqualTo("Yes");
    server(model).says(Said.nothing(), Said.text(" "));
    fails(
        model,
        Kind.UNUSABLE,
        "the model answered with neither text nor calls of tools, twice in a row");
    server(model).says(Said.nothing().full());
    ModelAnswer cut = ask(model, new Heard()).answer();
    assertThat(cut.text()).isEmpty();
    assertThat(cut.cut()).isTrue();
  }

  @Test
  void answers_of_no_use_are_paid_for_as_well() throws Exception {
    openai.says(Said.text("One"));
    Answered one = ask("cloud", new Heard());
    openai.says(Said.calling("", "{}"), Said.text("One"));
    Answered second = ask("cloud", new Heard());
    assertThat(second.answer().text()).isEqualTo("One");
    assertThat(second.answer().tokensIn()).isEqualTo(2 * one.answer().tokensIn());
    assertThat(second.answer().tokensOut()).isGreaterThan(one.answer().tokensOut());
    assertThat(second.cost()).isGreaterThan(one.cost());
    ollama.says(Said.nothing(), Said.nothing());
    openai.says(Said.text("One"));
    Answered third = ask("chat", new Heard());
    assertThat(third.model()).isEqualTo("openai:gpt-4o-mini");
    assertThat(third.answer().tokensIn()).isGreaterThan(one.answer().tokensIn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void server_whose_model_says_nothing_has_not_failed(String model) throws Exception {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      server(model).says(Said.nothing().thinking("Hm"), Said.calling("", "{}"));
      fails(model, Kind.UNUSABLE, "the model answered with a call that names no tool");
    }
    server(model).says(Said.text("I am here."));
    assertThat(ask(model, new Heard()).answer().text()).isEqualTo("I am here.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void server_that_refuses_before_an_answer_says_for_how_long(String model) {
    server(model).says(Said.refused(429, "{\"error\":\"slow down\"}", "Retry-After", "7"));
    assertThatThrownBy(() -> ask(model, new Heard()))
        .isInstanceOfSatisfying(
            ModelFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.BUSY);
              assertThat(failure.delay()).isEqualTo(Duration.ofSeconds(7));
            });
  }

  @Test
  void stream_without_a_reason_for_its_end_is_broken() {
    Said said = Said.text("Once").raw("data: [DONE]\n\n").endsEarly();
    openai.says(said, said);
    fails("cloud", Kind.BROKEN, "the answer ended without a reason");
    openai.says(
        Said.text("Once")
            .raw(
                "data: {\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"full\"}}\n\n")
            .endsEarly());
    fails("cloud", Kind.TOO_LONG, "longer than the model takes: full");
  }

  @Test
  void server_that_does_not_stream_is_heard_too() throws Exception {
    openai.answers(
        200, "{\"choices\":[{\"message\":{\"content\":\"At once\"},\"finish_reason\":\"stop\"}]}");
    var heard = new Heard();
    assertThat(ask("cloud", heard).answer().text()).isEqualTo("At once");
    assertThat(heard.all()).containsExactly("At once");
  }
}
