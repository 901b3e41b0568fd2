package com.millyweb.hub.knowledge.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the hub and a process that reads documents talk: texts with their length ahead. What comes
 * from the process is not believed, since the document may have taken it over; nothing in it makes
 * the hub keep more than it asked for.
 */
final class Wire {
  static final byte READY = 'r';
  static final byte HEADINGS = 'h';
  static final byte BLOCK = 'b';
  static final byte END = 'e';
  static final byte UNREADABLE = 'u';

  /** Of a text in bytes: a block of characters that take the most. */
  private static final int LONGEST = 4 * Blocks.LONGEST;

  private Wire() {}

  static void write(DataOutputStream to, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      bytes =
          new String(bytes, 0, LONGEST, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      // half a character at the end became a longer mark
      bytes = bytes.length > LONGEST ? new byte[0] : bytes;
    }
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  static String text(DataInputStream from) throws IOException {
    int length = from.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException(
          "A text of %d bytes, at most %d are expected".formatted(length, LONGEST));
    }
    byte[] bytes = from.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("The end came in the midst of a text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void write(DataOutputStream to, List<String> texts) throws IOException {
    to.writeByte(texts.size());
    for (String text : texts) {
      write(to, text);
    }
  }

  /**
   * @param before the headings of the last time, of which most stay the same: they are not kept
   *     twice
   */
  static List<String> headings(DataInputStream from, List<String> before) throws IOException {
    int size = from.readUnsignedByte();
    if (size > Blocks.DEEPEST) {
      throw new IOException("A path of %d headings".formatted(size));
    }
    List<String> headings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String heading = text(from);
      if (heading.length() > Blocks.LONGEST_HEADING + 1) {
        throw new IOException("A heading of %d characters".formatted(heading.length()));
      }
      headings.add(i < before.size() && before.get(i).equals(heading) ? before.get(i) : heading);
    }
    return List.copyOf(headings);
  }
}
