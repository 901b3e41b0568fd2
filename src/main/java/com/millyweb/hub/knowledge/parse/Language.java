package com.millyweb.hub.knowledge.parse;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the language of a text by its small words, which make a third of any running text. A word
 * that several of the languages have counts for each of them, so that relatives do not win by it.
 */
final class Language {
  private static final int SAMPLE = 40_000;

  /** Fewer small words than this are chance. */
  private static final int LEAST_WORDS = 8;

  /**
   * The share of all words that the small ones must have, and how far the next language must be.
   */
  private static final double LEAST_SHARE = 0.12;

  private static final double LEAST_LEAD = 1.3;

  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final Pattern DECLARED = Pattern.compile("([a-z]{2})(?:[-_].*)?");

  private static final Map<String, Set<String>> SMALL_WORDS =
      Map.of(
          "en",
              words(
                  "the of and to in is that it for was on are as with be this have from or by not but what all were we when there can an your which their if will each about how up out them then she many some these would into has more two no who its only other at been may must"),
          "de",
              words(
                  "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum kann nur oder aber vor zur bis mehr durch wenn sein wir man ihre dieser ich muss"),
          "fr",
              words(
                  "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son ou mais comme cette ses aux être fait ont leur nous vous été elle tout"),
          "es",
              words(
                  "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son también fue había era muy hasta desde"),
          "it",
              words(
                  "di che e la il un a per in una non sono si da con le del i della dei nel alla ha come più al lo ma gli anche delle dal questo suo o se nella ci essere stato questa loro"),
          "nl",
              words(
                  "de van het een en in is dat op te zijn met voor niet aan er om ook als door uit maar bij nog naar hij worden tot deze over dan heeft kan geen wordt die wel we ze hebben werd"),
          "pt",
              words(
                  "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre"));

  private Language() {}

  private static Set<String> words(String listed) {
    return Set.copyOf(Arrays.asList(listed.split(" ")));
  }

  /**
   * @param declared what the document says of itself, believed where its text does not tell
   */
  static @Nullable String of(List<Block> blocks, @Nullable String declared) {
    String told = of(blocks);
    if (told != null || declared == null) {
      return told;
    }
    Matcher said = DECLARED.matcher(declared.strip().toLowerCase(Locale.ROOT));
    return said.matches() ? said.group(1) : null;
  }

  private static @Nullable String of(List<Block> blocks) {
    Map<String, Integer> found = new LinkedHashMap<>();
    int all = 0;
    int read = 0;
    for (Block block : blocks) {
      int taken = Math.min(block.text().length(), SAMPLE - read);
      Matcher word = WORD.matcher(block.text().substring(0, taken));
      while (word.find()) {
        all++;
        String lower = word.group().toLowerCase(Locale.ROOT);
        SMALL_WORDS.forEach(
            (language, small) -> {
              if (small.contains(lower)) {
                found.merge(language, 1, Integer::sum);
              }
            });
      }
      read += taken;
      if (read >= SAMPLE) {
        break;
      }
    }
    List<Map.Entry<String, Integer>> ranked =
        found.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .toList();
    if (ranked.isEmpty()) {
      return null;
    }
    int most = ranked.get(0).getValue();
    int next = ranked.size() > 1 ? ranked.get(1).getValue() : 0;
    boolean sure = most >= LEAST_WORDS && most >= LEAST_SHARE * all && most >= LEAST_LEAD * next;
    return sure ? ranked.get(0).getKey() : null;
  }
}
