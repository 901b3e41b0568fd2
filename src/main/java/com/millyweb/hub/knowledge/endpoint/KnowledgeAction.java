package com.millyweb.hub.knowledge.endpoint;

/** What a {@code knowledge:} step does. */
public enum KnowledgeAction {
  search,
  store,
  delete,
  remember,
  recall,
  forget
}
