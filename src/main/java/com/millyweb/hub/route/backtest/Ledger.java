package com.millyweb.hub.route.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds what came of events then against what comes of them now. What is the same on both sides
 * leaves it at once, so that it holds the differences only, as digests; the words of some are kept
 * to be shown.
 */
final class Ledger {
  private static final int SHOWN = 200;
  private static final int MOST_WORDS = 4_000;
  private static final int ALL_WORDS = 8 * 1024 * 1024;
  private static final TypeReference<Map<String, Object>> FACTS = new TypeReference<>() {};

  private final Map<UUID, Account> open = new LinkedHashMap<>();
  private final int most;
  private int entries;
  private int words;

  /** What is left over of an event. */
  private record Account(Instant at, String type, Map<String, Entry> entries) {}

  /** Minus what came then, plus what comes now. */
  private static final class Entry {
    private int balance;
    private @Nullable String words;
  }

  /**
   * @param most differences that are held
   */
  Ledger(int most) {
    this.most = most;
  }

  boolean isFull() {
    return entries >= most;
  }

  /**
   * @param sign -1 then, +1 now
   */
  void add(Event of, Map<String, Object> facts, Instant began, int sign) {
    Account account =
        open.computeIfAbsent(of.id(), any -> new Account(of.at(), of.type(), new HashMap<>(2)));
    String digest = Likeness.of(facts, of.at(), began);
    Entry entry = account.entries.get(digest);
    if (entry == null) {
      entry = new Entry();
      entry.words = kept(facts);
      account.entries.put(digest, entry);
      entries++;
    }
    entry.balance += sign;
    if (entry.balance == 0) {
      words -= entry.words == null ? 0 : entry.words.length();
      account.entries.remove(digest);
      entries--;
      if (account.entries.isEmpty()) {
        open.remove(of.id());
      }
    }
  }

  private @Nullable String kept(Map<String, Object> facts) {
    String text = Likeness.text(facts);
    if (words + Math.min(text.length(), MOST_WORDS) > ALL_WORDS) {
      return null;
    }
    if (text.length() > MOST_WORDS) {
      Map<String, Object> cut = new LinkedHashMap<>();
      facts.entrySet().stream()
          .findFirst()
          .ifPresent(kind -> cut.put(kind.getKey(), kind.getValue()));
      cut.put("cut", Truncate.to(text, MOST_WORDS / 2));
      text = Likeness.text(cut);
    }
    words += text.length();
    return text;
  }

  int different() {
    return open.size();
  }

  /** The first ones. */
  List<Backtest.Difference> differences() {
    List<Backtest.Difference> all = new ArrayList<>();
    for (Map.Entry<UUID, Account> one : open.entrySet()) {
      if (all.size() >= SHOWN) {
        break;
      }
      Account account = one.getValue();
      List<Map<String, Object>> before = new ArrayList<>();
      List<Map<String, Object>> now = new ArrayList<>();
      for (Entry entry : account.entries.values()) {
        for (int i = 0; i < Math.min(Math.abs(entry.balance), SHOWN); i++) {
          (entry.balance < 0 ? before : now).add(facts(entry.words));
        }
      }
      all.add(new Backtest.Difference(one.getKey(), account.at, account.type, before, now));
    }
    return all;
  }

  private static Map<String, Object> facts(@Nullable String words) {
    if (words == null) {
      return Map.of("cut", "too much to keep");
    }
    try {
      return Likeness.JSON.readValue(Redaction.instance().redact(words), FACTS);
    } catch (JsonProcessingException e) {
      return Map.of("cut", "not shown, because a secret is part of it");
    }
  }
}
