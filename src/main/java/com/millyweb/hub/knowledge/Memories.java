package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.util.List;
import org.springframework.stereotype.Component;

/** Facts that are remembered by their name, until somebody corrects or forgets them. */
@Component
public final class Memories {
  public static final int MOST = 200;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 10_000;

  private final Tenants tenants;

  Memories(Tenants tenants) {
    this.tenants = tenants;
  }

  /** Writes a fact down, in the place of what had its name. */
  public void remember(String tenant, String name, String text, Provenance provenance) {
    require("The name", name, LONGEST_NAME);
    require("The text", text, LONGEST_TEXT);
    tenants.in(
        tenant,
        jdbc -> {
          jdbc.sql(Sql.read("knowledge/known-tenant")).param("tenant", tenant).update();
          return jdbc.sql(Sql.read("knowledge/memory-remember"))
              .param("tenant", tenant)
              .param("name", Rows.storable(name))
              .param("text", Rows.storable(text))
              .param("event", provenance.event())
              .param("by", provenance.by())
              .update();
        });
  }

  private static void require(String what, String value, int longest) {
    if (value.isBlank() || value.length() > longest) {
      throw new IllegalArgumentException(
          "%s of a fact must have 1 to %d characters, had %d"
              .formatted(what, longest, value.strip().length()));
    }
  }

  /**
   * The facts whose name begins so, by name.
   *
   * @param after the name after which they begin; empty for the first ones
   */
  public List<Fact> recall(String tenant, String prefix, String after, int limit) {
    return tenants.in(
        tenant,
        jdbc ->
            jdbc.sql(Sql.read("knowledge/memory-page"))
                .param("prefix", Rows.storable(prefix))
                .param("after", Rows.storable(after))
                .param("limit", limit)
                .query(Fact.class)
                .list());
  }

  /**
   * @return whether it was there
   */
  public boolean forget(String tenant, String name) {
    return tenants.in(
        tenant,
        jdbc ->
            jdbc.sql("delete from memory where name = :name")
                    .param("name", Rows.storable(name))
                    .update()
                > 0);
  }
}
