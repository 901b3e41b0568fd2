package com.millyweb.hub.fake;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server over a real socket, with the replies of RFC 5321 and a login. */
public final class FakeSmtp implements AutoCloseable {
  public static final String USER = "hub@example.org";
  public static final String PASSWORD = "s3cret-password";
  private static final int MAX_LINE = 998;

  private final ServerSocket server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Mail> mails = new ArrayList<>();
  private final Set<Socket> open = new HashSet<>();
  private final Map<String, Deque<Trick>> tricks = new HashMap<>();
  private volatile boolean startTls;

  private FakeSmtp(ServerSocket server) {
    this.server = server;
  }

  public static FakeSmtp start() {
    try {
      FakeSmtp smtp = new FakeSmtp(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      smtp.workers.execute(smtp::accept);
      return smtp;
    } catch (IOException e) {
      throw new IllegalStateException("No fake mail server", e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Offers a login only behind STARTTLS, with a certificate that nobody trusts. */
  public FakeSmtp startTls() {
    startTls = true;
    return this;
  }

  public synchronized List<Mail> mails() {
    return List.copyOf(mails);
  }

  /**
   * The next such command gets this reply.
   *
   * @param command EHLO, AUTH, MAIL, RCPT, DATA, or "." for the end of a message
   */
  public FakeSmtp next(String command, String reply) {
    return next(command, new Trick(reply, false, false));
  }

  /** The connection ends instead of a reply. */
  public FakeSmtp hangUp(String command) {
    return next(command, new Trick(null, false, false));
  }

  /** Takes the next message, and ends the connection without a word. */
  public FakeSmtp silent() {
    return next(".", new Trick(null, true, false));
  }

  /** Takes the next message, and leaves the connection open without a word. */
  public FakeSmtp stall() {
    return next(".", new Trick(null, true, true));
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (this) {
      for (Socket socket : open) {
        socket.close();
      }
    }
    workers.shutdownNow();
  }

  /** As it came over the line. */
  public record Mail(String from, String to, byte[] raw) {
    public MimeMessage parsed() {
      try {
        return new MimeMessage((Session) null, new ByteArrayInputStream(raw));
      } catch (MessagingException e) {
        throw new IllegalStateException("No mail", e);
      }
    }

    /** Of one line, not decoded. */
    public @Nullable String header(String name) {
      try {
        return parsed().getHeader(name, null);
      } catch (MessagingException e) {
        throw new IllegalStateException("No header " + name, e);
      }
    }
  }

  private record Trick(@Nullable String reply, boolean works, boolean stalls) {}

  private synchronized FakeSmtp next(String command, Trick trick) {
    tricks.computeIfAbsent(command, name -> new ArrayDeque<>()).add(trick);
    return this;
  }

  private synchronized @Nullable Trick trick(String command) {
    Deque<Trick> queue = tricks.get(command);
    return queue == null ? null : queue.poll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        synchronized (this) {
          open.add(socket);
        }
        workers.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      reply(socket.getOutputStream(), "220 fake ESMTP");
      talk(socket, !startTls);
    } catch (IOException e) {
      // the client is gone
    }
  }

  /**
   * @param secure whether a login may go over the socket
   */
  private void talk(Socket socket, boolean secure) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    String from = "";
    String to = "";
    boolean loggedIn = false;
    for (String line = line(in); line != null; line = line(in)) {
      String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      Trick trick = trick(command);
      if (trick != null && trick.reply() == null) {
        return;
      }
      if (trick != null) {
        reply(out, String.valueOf(trick.reply()));
        continue;
      }
      switch (command) {
        case "EHLO" ->
            reply(out, "250-fake", "250-8BITMIME", secure ? "250 AUTH PLAIN" : "250 STARTTLS");
        case "STARTTLS" -> {
          reply(out, "220 go ahead");
          talk(secured(socket), true);
          return;
        }
        case "AUTH" -> {
          String login =
              new String(Base64.getDecoder().decode(line.split(" ")[2]), StandardCharsets.UTF_8);
          loggedIn = login.substring(login.indexOf('\0')).equals("\0" + USER + "\0" + PASSWORD);
          reply(out, loggedIn ? "235 2.7.0 welcome" : "535 5.7.8 credentials invalid");
        }
        case "MAIL" -> {
          from = address(line);
          reply(out, loggedIn ? "250 2.1.0 ok" : "530 5.7.0 authentication required");
        }
        case "RCPT" -> {
          to = address(line);
          reply(out, to.startsWith("nobody@") ? "550 5.1.1 no such user" : "250 2.1.5 ok");
        }
        case "DATA" -> {
          reply(out, "354 go ahead");
          if (!data(in, out, from, to)) {
            return;
          }
        }
        case "QUIT" -> {
          reply(out, "221 bye");
          return;
        }
        default -> reply(out, "250 ok");
      }
    }
  }

  private static Socket secured(Socket socket) throws IOException {
    char[] password = "changeit".toCharArray();
    try (InputStream file = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, password);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      var secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
      secured.setUseClientMode(false);
      return secured;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No TLS", e);
    }
  }

  /** False when the connection is to be closed. */
  private boolean data(InputStream in, OutputStream out, String from, String to)
      throws IOException {
    var raw = new ByteArrayOutputStream();
    boolean isLong = false;
    for (String line = line(in); !".".equals(line); line = line(in)) {
      if (line == null) {
        return false;
      }
      isLong |= line.length() > MAX_LINE || line.indexOf('\n') >= 0;
      raw.writeBytes(
          (line.startsWith(".") ? line.substring(1) : line).getBytes(StandardCharsets.ISO_8859_1));
      raw.writeBytes(new byte[] {'\r', '\n'});
    }
    Trick trick = trick(".");
    if (trick != null && trick.reply() != null) {
      reply(out, trick.reply());
      return true;
    }
    if (trick == null && isLong) {
      reply(out, "500 5.5.2 line too long");
      return true;
    }
    if (trick == null || trick.works()) {
      synchronized (this) {
        mails.add(new Mail(from, to, raw.toByteArray()));
      }
    }
    if (trick == null) {
      reply(out, "250 2.0.0 queued");
    } else if (trick.stalls()) {
      in.read();
    }
    return trick == null;
  }

  private static String address(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
  }

  private static void reply(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    out.flush();
  }

  /** Up to CR LF; null at the end. */
  private static @Nullable String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.append((char) c);
      int end = line.length() - 2;
      if (c == '\n' && end >= 0 && line.charAt(end) == '\r') {
        return line.substring(0, end);
      }
    }
    return null;
  }
}
