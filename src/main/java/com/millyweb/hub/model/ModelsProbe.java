package com.millyweb.hub.model;

import com.millyweb.hub.health.probe.HealthProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Whether the models of the configuration could be asked. */
@Component
final class ModelsProbe implements HealthProbe {
  private final LanguageModels models;

  ModelsProbe(LanguageModels models) {
    this.models = models;
  }

  @Override
  public String system() {
    return "models";
  }

  @Override
  public boolean watched() {
    return !models.configured().isEmpty();
  }

  @Override
  public Status probe() throws InterruptedException {
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (ConfiguredModel model : models.configured().values()) {
      wanted.computeIfAbsent(model.server(), any -> new TreeSet<>()).add(model.bare());
    }
    List<String> troubles = new ArrayList<>();
    for (Map.Entry<String, Set<String>> each : wanted.entrySet()) {
      String trouble = models.server(each.getKey()).trouble(each.getValue());
      if (trouble != null) {
        troubles.add(trouble);
      }
    }
    String told = String.join("; ", troubles);
    return troubles.isEmpty()
        ? Status.up()
        : troubles.size() < wanted.size() ? Status.degraded(told) : Status.down(told);
  }
}
