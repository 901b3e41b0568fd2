package com.millyweb.hub.agent.policy;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.text.Glob;
import com.millyweb.hub.tool.Tool;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Judges calls: the rules of the agent's file, then what people allowed for always, then what every
 * agent goes by. No text that a model reads or writes has a part in it.
 */
@Component
public final class Policy {
  private final StandingRules standing;

  Policy(StandingRules standing) {
    this.standing = standing;
  }

  public Judgement judge(AgentDefinition agent, Call call) {
    Tool tool = call.tool();
    for (PolicyRule rule : agent.policy()) {
      if (rule.fits(call)) {
        if (tool.asking().always() && rule.verdict() != Verdict.DENY) {
          break;
        }
        if (rule.verdict() != Verdict.ASK || !standing.allow(call)) {
          return new Judgement(rule.verdict(), "rule '%s'".formatted(rule.told()));
        }
        return new Judgement(Verdict.ALLOW, StandingRules.REASON);
      }
    }
    if (tool.hints().readOnly()) {
      // whoever wrote what it read could have it carry the house's own out, in an address
      return tool.hints().openWorld() && call.isTainted() && call.knows()
          ? new Judgement(
              Verdict.ASK,
              "it reaches outside, after it read both strangers' words and the house's own")
          : new Judgement(Verdict.ALLOW, "it only reads");
    }
    if (tool.asking().always()) {
      return new Judgement(Verdict.ASK, "a person decides about each such call");
    }
    if (standing.allow(call)) {
      return new Judgement(Verdict.ALLOW, StandingRules.REASON);
    }
    return new Judgement(
        Verdict.ASK,
        call.isTainted()
            ? "it changes something, and the run read what is not to be trusted"
            : "it changes something");
  }

  /** Whether a tool exists for an agent at all: it has its name or one of its tags in the list. */
  public static boolean offers(List<String> tools, Tool tool) {
    return tools.stream().anyMatch(one -> Glob.fits(one, tool.name()) || tool.tags().contains(one));
  }
}
