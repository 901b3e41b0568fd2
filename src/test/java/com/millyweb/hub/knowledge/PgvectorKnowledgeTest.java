package com.millyweb.hub.knowledge;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** On a Postgres with pgvector. */
class PgvectorKnowledgeTest extends KnowledgeStories {
  private PgvectorServer server;

  @Override
  Map<String, String> database() throws Exception {
    server = PgvectorServer.orSkip();
    return Map.of("hub.db.url", server.url(), "hub.db.user", "hub", "hub.db.password", "hub");
  }

  @Override
  boolean pgvector() {
    return true;
  }

  @AfterAll
  void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }
}
