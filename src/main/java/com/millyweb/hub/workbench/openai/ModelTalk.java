package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.model.AnswerListener;
import com.millyweb.hub.model.Answered;
import com.millyweb.hub.model.Deadline;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelQuestion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Has a model answer by itself: no agent, no tools, no journal. */
@Component
class ModelTalk implements DisposableBean {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final LanguageModels models;
  private final ExecutorService threads = Executors.newCachedThreadPool(ModelTalk::thread);

  ModelTalk(LanguageModels models) {
    this.models = models;
  }

  /**
   * Writes the whole answer, or throws before it wrote anything.
   *
   * @param model a name of hub.models, which is there
   */
  void answer(Asked asked, String model, Reply reply) throws IOException, InterruptedException {
    var question =
        new ModelQuestion(
            asked.turns(),
            List.of(),
            asked.schema(),
            asked.temperature(),
            asked.maxTokens(),
            null,
            null);
    var ear = new Ear();
    Future<?> asking = threads.submit(() -> ask(model, question, ear));
    var out = new KeepAlive(reply);
    try {
      while (true) {
        Ear.Heard next = ear.next(KeepAlive.LOOK);
        if (next instanceof Ear.Heard.Text text) {
          out.part(text.part());
        } else if (next instanceof Ear.Heard.Again && reply.isBegun()) {
          out.part("\n\n(That broke off. Again:)\n\n");
        } else if (next instanceof Ear.Heard.Ended ended) {
          ModelAnswer answer = ended.answered().answer();
          if (!reply.isBegun()) {
            out.part(answer.text());
          }
          reply.end(
              answer.text(), answer.cut(), new Reply.Usage(answer.tokensIn(), answer.tokensOut()));
          return;
        } else if (next instanceof Ear.Heard.Failed failed) {
          Fault fault = fault(failed.why());
          if (!reply.isBegun()) {
            throw fault;
          }
          reply.fail(fault);
          return;
        }
        out.look();
      }
    } finally {
      asking.cancel(true);
    }
  }

  private void ask(String model, ModelQuestion question, Ear ear) {
    try {
      Answered answered =
          models.ask(
              model,
              question,
              Deadline.in(PATIENCE),
              new AnswerListener() {
                @Override
                public void text(String part) {
                  ear.text(0, part);
                }

                @Override
                public void again() {
                  ear.again();
                }
              });
      ear.ended(answered);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ModelFailure | RuntimeException e) {
      ear.failed(e);
    }
  }

  private static Fault fault(Exception why) {
    String message = String.valueOf(why.getMessage());
    if (why instanceof ModelFailure failure) {
      return switch (failure.kind()) {
        case TOO_LONG -> Fault.invalid("messages", "context_length_exceeded", message);
        case REFUSED -> Fault.invalid(null, "model_refused", message);
        case MISSING -> Fault.noModel(message);
        case UNUSABLE -> Fault.failed("model_failed", message);
        default -> Fault.unavailable("model_unavailable", message, failure.delay());
      };
    }
    return Fault.failed("model_failed", message);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "openai-model");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
