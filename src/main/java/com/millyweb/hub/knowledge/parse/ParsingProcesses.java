package com.millyweb.hub.knowledge.parse;

import com.millyweb.hub.home.PrivateFiles;
import com.millyweb.hub.home.WorkFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Reads documents in processes beside the hub, which are started when they are needed, used again,
 * and killed when a document is too much for them. Short texts are read at once.
 */
@Component
final class ParsingProcesses implements DocumentParser, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ParsingProcesses.class);

  /** On a machine that is busy; a process that is not ready by then never will be. */
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  /** A text of this many bytes is read in the hub itself. */
  private static final int SHORT = 1 << 20;

  private static final int LONGEST_NAME = 300;
  private static final String TYPE = "[\\w.+-]{1,60}/[\\w.+-]{1,100}";

  private final ParseProperties properties;
  private final WorkFolder work;
  private final Semaphore slots;
  private final Deque<ParsingProcess> idle = new ConcurrentLinkedDeque<>();
  private final Set<ParsingProcess> living = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor endings;
  private volatile boolean closed;

  ParsingProcesses(ParseProperties properties, WorkFolder work) {
    this.properties = properties;
    this.work = work;
    this.slots = new Semaphore(properties.processes(), true);
    this.endings = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "parse-idle"));
    // no thread where there is no process
    endings.setKeepAliveTime(1, TimeUnit.SECONDS);
    endings.allowCoreThreadTimeOut(true);
    endings.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public long largest() {
    return properties.largest().toBytes();
  }

  @Override
  public ParsedDocument parse(InputStream content, String name, @Nullable String contentType)
      throws UnreadableDocument, IOException, InterruptedException {
    String type =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    InputStream whole = content;
    TextKind kind = TextKind.of(name, type);
    if (kind != null) {
      int most = (int) Math.min(SHORT, properties.largest().toBytes());
      byte[] start = content.readNBytes(most + 1);
      String text = start.length > most ? null : text(start);
      if (text != null && !text.isBlank()) {
        return parse(text, kind);
      }
      whole = new SequenceInputStream(new ByteArrayInputStream(start), content);
    }
    Path file = work.folder("parse").resolve("document-" + UUID.randomUUID());
    try {
      keep(whole, file, name);
      return parse(file, name, type.matches(TYPE) ? type : "");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private enum TextKind {
    PLAIN("text/plain"),
    MARKDOWN("text/markdown");

    private final String type;

    TextKind(String type) {
      this.type = type;
    }

    /** Null for what is no plain text, or might not be. */
    static @Nullable TextKind of(String name, String type) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (type.equals(MARKDOWN.type) || lower.endsWith(".md") || lower.endsWith(".markdown")) {
        return MARKDOWN;
      }
      return lower.endsWith(".txt") || type.equals(PLAIN.type) && !lower.contains(".")
          ? PLAIN
          : null;
    }
  }

  /** Null when it is no UTF-8, or has what no text has. */
  private static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c) && c != '\u001b')
          ? null
          : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private ParsedDocument parse(String text, TextKind kind) throws IOException {
    List<Block> found = new ArrayList<>();
    var blocks = new Blocks(properties.text(), found::add);
    var plain = new PlainText(new StringReader(text), kind == TextKind.MARKDOWN, blocks);
    plain.read();
    String title = plain.title();
    return ParsingProcess.document(
        kind.type, title == null ? blocks.title() : title, null, blocks.full(), found);
  }

  /** Writes it down, so that a process that stands still holds nobody up who feeds it. */
  private void keep(InputStream content, Path file, String name)
      throws IOException, UnreadableDocument {
    long room = properties.largest().toBytes();
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream kept = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        size += read;
        if (size > room) {
          throw new UnreadableDocument(name, Reason.TOO_LARGE);
        }
        kept.write(buffer, 0, read);
      }
    }
    if (size == 0) {
      throw new UnreadableDocument(name, Reason.BROKEN, "it is empty");
    }
  }

  private ParsedDocument parse(Path file, String name, String type)
      throws UnreadableDocument, IOException, InterruptedException {
    slots.acquire();
    try {
      ParsedDocument parsed = attempt(file, name, type);
      // a process that was ended from outside, by an administrator or for its machine's memory,
      // says nothing of the document
      if (parsed == null) {
        parsed = attempt(file, name, type);
      }
      if (parsed == null) {
        throw new UnreadableDocument(name, Reason.BROKEN, "the process that reads it dies of it");
      }
      return parsed;
    } finally {
      slots.release();
    }
  }

  /** Null when the process died of it, or was killed meanwhile. */
  private @Nullable ParsedDocument attempt(Path file, String name, String type)
      throws UnreadableDocument, IOException, InterruptedException {
    ParsingProcess process = take();
    boolean well = false;
    try {
      String asked =
          name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
      ParsedDocument parsed = within(properties.timeout(), () -> process.parse(file, asked, type));
      well = true;
      return parsed;
    } catch (Unreadable e) {
      well = true;
      throw new UnreadableDocument(
          name,
          e.reason(),
          e.reason() == Reason.UNSUPPORTED && e.type().matches(TYPE)
              ? "it is %s, which the hub does not read".formatted(e.type())
              : null);
    } catch (TimeoutException e) {
      throw new UnreadableDocument(name, Reason.TIMEOUT);
    } catch (IOException e) {
      process.kill();
      if (closed) {
        throw new IOException("The hub is stopping");
      }
      if (process.ranOutOfMemory()) {
        throw new UnreadableDocument(name, Reason.MEMORY);
      }
      log.debug("The process that read '{}' is gone", name, e);
      return null;
    } finally {
      if (well) {
        release(process);
      } else {
        discard(process);
      }
    }
  }

  private ParsingProcess take() throws IOException, InterruptedException {
    for (ParsingProcess known = idle.pollFirst(); known != null; known = idle.pollFirst()) {
      if (known.isAlive()) {
        return known;
      }
      discard(known);
    }
    Path folder = work.folder("parse").resolve("process-" + UUID.randomUUID());
    PrivateFiles.createDirectory(folder);
    ParsingProcess fresh = ParsingProcess.start(properties, folder);
    living.add(fresh);
    boolean ready = false;
    try {
      within(
          LONGEST_START,
          () -> {
            fresh.await();
            return true;
          });
      ready = !closed;
      if (closed) {
        throw new IOException("The hub is stopping");
      }
      return fresh;
    } catch (TimeoutException | Unreadable | IOException e) {
      throw new IOException("The process that reads documents did not start", e);
    } finally {
      if (!ready) {
        discard(fresh);
      }
    }
  }

  private void release(ParsingProcess process) {
    clear(process.folder());
    idle.addFirst(process);
    if (closed) {
      discard(process);
      return;
    }
    long idleMillis = properties.idle().toMillis();
    long now = process.rest();
    endings.schedule(
        () -> {
          if (process.isResting(now) && idle.remove(process)) {
            process.end();
            discard(process);
          }
        },
        idleMillis,
        TimeUnit.MILLISECONDS);
  }

  private void discard(ParsingProcess process) {
    process.kill();
    idle.remove(process);
    living.remove(process);
    try {
      FileSystemUtils.deleteRecursively(process.folder());
    } catch (IOException e) {
      log.debug("{} stays until the hub ends", process.folder(), e);
    }
  }

  private static void clear(Path folder) {
    try (var left = Files.newDirectoryStream(folder)) {
      for (Path entry : left) {
        FileSystemUtils.deleteRecursively(entry);
      }
    } catch (IOException e) {
      log.debug("{} is cleared when its process ends", folder, e);
    }
  }

  /** Reading from a process cannot be interrupted, so that another thread does it. */
  private static <T> T within(Duration most, Callable<T> task)
      throws IOException, Unreadable, TimeoutException, InterruptedException {
    var future = new FutureTask<>(task);
    daemon(future, "parse").start();
    try {
      return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof Unreadable unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    closed = true;
    endings.shutdownNow();
    living.forEach(ParsingProcess::kill);
  }
}
