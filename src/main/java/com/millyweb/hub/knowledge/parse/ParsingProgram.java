package com.millyweb.hub.knowledge.parse;

import com.millyweb.hub.process.ChildJvm;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process beside the hub that reads documents, one after the other: it is asked on its standard
 * input and answers on its standard output. It ends when its input does.
 */
final class ParsingProgram {
  private static final Set<String> NETWORK = Set.of("http", "https", "ftp", "mailto");

  /** PDFBox follows the list of ten thousand headings by calling itself. */
  private static final long STACK = 64L << 20;

  private record Asked(Path file, String name, String contentType) {}

  private ParsingProgram() {}

  public static void main(String[] arguments) throws Exception {
    ChildJvm.beKilledFirst();
    var answers =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // what a library prints is no answer
    System.setOut(System.err);
    InputStream questions = System.in;
    closeTheWayOut();
    var formats =
        new Formats(
            Integer.parseInt(arguments[0]),
            Long.parseLong(arguments[1]),
            Integer.parseInt(arguments[2]),
            Runtime.getRuntime().maxMemory());
    BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    var listener = new Thread(() -> listen(new DataInputStream(questions), asked), "questions");
    listener.setDaemon(true);
    listener.start();
    answers.writeByte(Wire.READY);
    answers.flush();
    new Thread(null, () -> work(formats, asked, answers), "documents", STACK).start();
  }

  private static void work(Formats formats, BlockingQueue<Asked> asked, DataOutputStream answers) {
    try {
      while (true) {
        answer(formats, asked.take(), answers);
        answers.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Besides what Tika forbids: neither a file nor another machine is read because a document says
   * so.
   */
  private static void closeTheWayOut() {
    System.setProperty("javax.xml.accessExternalDTD", "");
    System.setProperty("javax.xml.accessExternalSchema", "");
    System.setProperty("javax.xml.accessExternalStylesheet", "");
    URL.setURLStreamHandlerFactory(
        protocol ->
            NETWORK.contains(protocol)
                ? new URLStreamHandler() {
                  @Override
                  protected URLConnection openConnection(URL url) throws IOException {
                    throw new IOException("Documents are read without a network");
                  }
                }
                : null);
  }

  /** Also while a document is read: a hub that is gone waits for no answer. */
  private static void listen(DataInputStream questions, BlockingQueue<Asked> asked) {
    try {
      while (true) {
        asked.add(
            new Asked(Path.of(Wire.text(questions)), Wire.text(questions), Wire.text(questions)));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static void answer(Formats formats, Asked asked, DataOutputStream answers)
      throws IOException {
    try {
      Formats.Result result =
          formats.read(asked.file(), asked.name(), asked.contentType(), new Answers(answers)::add);
      answers.writeByte(Wire.END);
      Wire.write(answers, result.contentType());
      Wire.write(answers, result.title() == null ? "" : result.title());
      Wire.write(answers, result.language() == null ? "" : result.language());
      answers.writeBoolean(result.truncated());
    } catch (Unreadable e) {
      answers.writeByte(Wire.UNREADABLE);
      answers.writeByte(e.reason().ordinal());
      Wire.write(answers, e.type());
    }
  }

  /** Says headings when they change. */
  private static final class Answers {
    private final DataOutputStream to;
    private List<String> headings = List.of();

    private Answers(DataOutputStream to) {
      this.to = to;
    }

    private void add(Block block) {
      try {
        if (!block.headings().equals(headings)) {
          headings = block.headings();
          to.writeByte(Wire.HEADINGS);
          Wire.write(to, headings);
        }
        to.writeByte(Wire.BLOCK);
        to.writeInt(block.page());
        Wire.write(to, block.text());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
