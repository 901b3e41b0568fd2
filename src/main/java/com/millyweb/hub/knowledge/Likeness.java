package com.millyweb.hub.knowledge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Which of some texts is most like another one, by the hub's own embeddings: no model is asked. */
@Component
public final class Likeness {
  private static final int MOST_KNOWN = 1000;

  private final LocalEmbeddings embeddings;
  private final Map<String, float[]> known = new ConcurrentHashMap<>();

  Likeness(LocalEmbeddings embeddings) {
    this.embeddings = embeddings;
  }

  /**
   * @param likeness 1 for the same, 0 for what has nothing in common
   */
  public record Alike(String text, double likeness) {}

  /** The texts, the one that is most like it first. */
  public List<Alike> order(String to, List<String> texts) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(texts.stream().filter(t -> !known.containsKey(t)).toList());
    all.add(to);
    List<float[]> vectors = embeddings.embed(all);
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
    for (int i = 0; i < all.size() - 1; i++) {
      known.put(all.get(i), Vectors.unit(vectors.get(i)));
    }
    float[] wanted = Vectors.unit(vectors.get(all.size() - 1));
    List<Alike> alike = new ArrayList<>();
    for (String text : texts) {
      float[] one = known.get(text);
      alike.add(new Alike(text, one == null ? 0 : product(one, wanted)));
    }
    alike.sort(Comparator.comparingDouble(Alike::likeness).reversed());
    return alike;
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
