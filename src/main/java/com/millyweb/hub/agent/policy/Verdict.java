package com.millyweb.hub.agent.policy;

/** What happens with a call of a tool. */
public enum Verdict {
  /** It is done. */
  ALLOW,
  /** A person is asked first. */
  ASK,
  /** It is not done, and the model is told so. */
  DENY
}
