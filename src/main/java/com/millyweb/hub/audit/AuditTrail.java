package com.millyweb.hub.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where nouns write down who did what; the workbench keeps it and shows it. */
public interface AuditTrail {
  /**
   * @param actor a token's or a person's name, or what a chat calls who is not configured
   * @param outcome ok, refused or failed
   */
  void record(
      String actor,
      String action,
      @Nullable String target,
      @Nullable String address,
      String outcome,
      Map<String, ?> detail);
}
