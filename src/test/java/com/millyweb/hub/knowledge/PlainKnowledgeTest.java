package com.millyweb.hub.knowledge;

import java.util.Map;

/** On the embedded Postgres, whose user would see past every row policy. */
class PlainKnowledgeTest extends KnowledgeStories {
  @Override
  Map<String, String> database() {
    return Map.of();
  }

  @Override
  boolean pgvector() {
    return false;
  }
}
