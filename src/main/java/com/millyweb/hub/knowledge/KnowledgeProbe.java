package com.millyweb.hub.knowledge;

import com.millyweb.hub.health.probe.HealthProbe;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether documents wait for a model that makes their embeddings; words are searched meanwhile. */
@Component
record KnowledgeProbe(ChunkEmbeddings embeddings) implements HealthProbe {
  @Override
  public String system() {
    return "knowledge";
  }

  @Override
  public Status probe() {
    List<String> waiting = embeddings.waiting();
    return waiting.isEmpty() ? Status.up() : Status.degraded(String.join("; ", waiting));
  }

  /** It looks into memory only. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }
}
