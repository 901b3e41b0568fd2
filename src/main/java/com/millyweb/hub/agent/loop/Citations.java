package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.tool.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Whether there are the sources that an answer names: {@code (source: notes/nas.md, page 3)}, as a
 * result of a knowledge tool says in its field {@code cite}. A model may make one up, and a page
 * may tell it to; what no such result named is not passed on as a source.
 */
@Component
final class Citations {
  private static final String TAG = "knowledge";

  /** Names of files have brackets of their own. */
  private static final Pattern CITED =
      Pattern.compile("\\(source: ((?:[^()\\n]|\\([^()\\n]*\\)){1,500})\\)");

  private final Journal journal;
  private final Contents contents;
  private final Tools tools;

  Citations(Journal journal, Contents contents, Tools tools) {
    this.journal = journal;
    this.contents = contents;
    this.tools = tools;
  }

  /** The answer, in which sources that nothing named are called so. */
  String checked(RunRow run, String answer) {
    Matcher cited = CITED.matcher(answer);
    if (!cited.find()) {
      return answer;
    }
    List<Turn.Result> results = results(run);
    return cited.replaceAll(
        found ->
            Matcher.quoteReplacement(
                isNamed(found.group(1), results)
                    ? found.group()
                    : "(no such source was found: %s)".formatted(found.group(1))));
  }

  private boolean isNamed(String source, List<Turn.Result> results) {
    // within a text of JSON a quote has a backslash before it, so that no document says this
    String field =
        "\"cite\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(source)) + "\"";
    // an agent's own sources were looked at when it answered
    String said = "(source: %s)".formatted(source);
    return results.stream()
        .anyMatch(
            result ->
                result.tool().startsWith(Toolbox.ASK)
                    ? result.text().contains(said)
                    : result.text().contains(field) && findsKnowledge(result.tool()));
  }

  private boolean findsKnowledge(String tool) {
    return tools.find(tool).filter(known -> known.tags().contains(TAG)).isPresent();
  }

  /** Of this run, and of what was said before in the conversation. */
  private List<Turn.Result> results(RunRow run) {
    List<Turn> turns = new ArrayList<>();
    Dialogue.roundsOf(journal.steps(run.id())).forEach(turns::addAll);
    if (run.history() != null) {
      turns.addAll(Turns.read(contents.get(run.history())));
    }
    return turns.stream()
        .filter(Turn.Result.class::isInstance)
        .map(Turn.Result.class::cast)
        .toList();
  }
}
