package com.millyweb.hub.knowledge.parse;

import com.millyweb.hub.process.ChildJvm;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One process that reads documents, as the hub sees it. */
final class ParsingProcess {
  /** With which a JVM ends that has no memory left. */
  private static final int OUT_OF_MEMORY = 3;

  /** What a JVM may need to know of its machine; no secret is among it. */
  private static final Set<String> ENVIRONMENT =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SystemRoot");

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;
  private final int characters;
  private final Path folder;
  private final AtomicLong rests = new AtomicLong();

  private ParsingProcess(Process process, int characters, Path folder) {
    this.process = process;
    this.characters = characters;
    this.folder = folder;
    this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /**
   * @param folder where it may put files
   */
  static ParsingProcess start(ParseProperties properties, Path folder) throws IOException {
    ProcessBuilder builder =
        ChildJvm.of(
            ParsingProgram.class,
            properties.heap(),
            String.valueOf(properties.text()),
            String.valueOf(properties.unpacked().toBytes()),
            String.valueOf(properties.depth()));
    List<String> command = builder.command();
    command.addAll(
        command.indexOf("-cp"),
        List.of(
            "-Djava.io.tmpdir=" + folder,
            "-Dpdfbox.fontcache=" + folder.getParent(),
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-XX:-CreateCoredumpOnCrash",
            // what libraries have to say of strange documents helps nobody, and logging takes time
            // to start
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider"));
    builder.environment().keySet().retainAll(ENVIRONMENT);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new ParsingProcess(builder.start(), properties.text(), folder);
  }

  Path folder() {
    return folder;
  }

  /** Waits until it takes questions. */
  void await() throws IOException {
    if (answers.readByte() != Wire.READY) {
      throw unexpected();
    }
  }

  /**
   * @throws IOException when it died, or speaks nonsense
   */
  ParsedDocument parse(Path file, String name, @Nullable String contentType)
      throws IOException, Unreadable {
    rests.incrementAndGet();
    Wire.write(questions, file.toString());
    Wire.write(questions, name);
    Wire.write(questions, contentType == null ? "" : contentType);
    questions.flush();
    List<Block> blocks = new ArrayList<>();
    List<String> headings = List.of();
    int room = characters;
    while (true) {
      switch (answers.readByte()) {
        case Wire.HEADINGS -> {
          List<String> before = headings;
          headings = Wire.headings(answers, before);
          room -=
              1
                  + headings.stream()
                      .filter(heading -> !before.contains(heading))
                      .mapToInt(String::length)
                      .sum();
        }
        case Wire.BLOCK -> {
          int page = answers.readInt();
          String text = Wire.text(answers);
          room -= text.length();
          blocks.add(new Block(text, headings, page));
        }
        case Wire.END -> {
          String type = Wire.text(answers);
          String title = Wire.text(answers);
          String declared = Wire.text(answers);
          return document(type, title, declared, answers.readBoolean(), blocks);
        }
        case Wire.UNREADABLE -> {
          int reason = answers.readUnsignedByte();
          String type = Wire.text(answers);
          if (reason >= Reason.values().length) {
            throw unexpected();
          }
          throw new Unreadable(Reason.values()[reason], type);
        }
        default -> throw unexpected();
      }
      // some more than was asked for, since headings are counted otherwise there
      if (room < -Blocks.MOST || blocks.size() > Blocks.MOST) {
        throw unexpected();
      }
    }
  }

  static ParsedDocument document(
      String type,
      @Nullable String title,
      @Nullable String declared,
      boolean truncated,
      List<Block> blocks) {
    String line = title == null ? "" : title.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.length() > Blocks.LONGEST_HEADING) {
      line = line.substring(0, Blocks.LONGEST_HEADING) + "…";
    }
    return new ParsedDocument(
        line.isEmpty() ? null : line, type, Language.of(blocks, declared), blocks, truncated);
  }

  private static IOException unexpected() {
    return new IOException("The process that reads documents answers what nobody asked");
  }

  /** Has nothing to do from now on; returns which rest that is. */
  long rest() {
    return rests.incrementAndGet();
  }

  /** Whether it has had nothing to do since. */
  boolean isResting(long rest) {
    return rests.get() == rest;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it when it has nothing to do. */
  void end() {
    try {
      questions.close();
    } catch (IOException e) {
      // it is gone already
    }
    kill();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Whether it ended because its heap was full; waits for the end. */
  boolean ranOutOfMemory() throws InterruptedException {
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY;
  }
}
