package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;

/** On a database whose user has no power over others, as most servers give it. */
class OwnedKnowledgeTest extends KnowledgeStories {
  private static final String USER = "knowledge_owner";

  @Override
  Map<String, String> database() throws Exception {
    TestDatabase database = TestDatabase.createEmpty();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop role if exists " + USER);
      statement.execute("create role %s login password 'owner'".formatted(USER));
      statement.execute("alter database %s owner to %s".formatted(connection.getCatalog(), USER));
    }
    return Map.of("hub.db.url", database.url(), "hub.db.user", USER, "hub.db.password", "owner");
  }

  @Override
  boolean pgvector() {
    return false;
  }
}
