package com.millyweb.hub.agent.journal;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.text.Digest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Texts that many runs have in common, by their SHA-256. */
@Component
public final class Contents {
  private static final int MOST_KNOWN = 500;

  /** Longer ones are read each time. */
  private static final int LONGEST_KNOWN = 256 * 1024;

  private final JdbcClient jdbc;
  private final Map<String, String> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST_KNOWN;
            }
          });

  /** What was marked as used today. */
  private final Set<String> marked = Collections.synchronizedSet(new HashSet<>());

  private volatile LocalDate day = LocalDate.EPOCH;

  Contents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps a text.
   *
   * @return its hash
   */
  public String keep(String text) {
    String storable = Rows.storable(text);
    String hash = Digest.sha256Hex(storable);
    var today = LocalDate.now(ZoneOffset.UTC);
    if (!today.equals(day)) {
      marked.clear();
      day = today;
    }
    if (marked.add(hash)) {
      try {
        jdbc.sql(
                """
                insert into agent_content (hash, content) values (:hash, :content)
                on conflict (hash) do update set used = current_date where agent_content.used < current_date
                """)
            .param("hash", hash)
            .param("content", storable)
            .update();
      } catch (RuntimeException e) {
        marked.remove(hash);
        throw e;
      }
      if (marked.size() > 10 * MOST_KNOWN) {
        marked.clear();
      }
    }
    if (storable.length() <= LONGEST_KNOWN) {
      known.put(hash, storable);
    }
    return hash;
  }

  /**
   * @throws IllegalStateException when it was deleted
   */
  public String get(String hash) {
    String found = known.get(hash);
    if (found == null) {
      found =
          jdbc.sql("select content from agent_content where hash = :hash")
              .param("hash", hash)
              .query(String.class)
              .optional()
              .orElseThrow(() -> new IllegalStateException("The journal has no content " + hash));
      if (found.length() <= LONGEST_KNOWN) {
        known.put(hash, found);
      }
    }
    return found;
  }
}
