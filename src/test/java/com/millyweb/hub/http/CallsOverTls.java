package com.millyweb.hub.http;

import com.millyweb.hub.connect.websocket.WebSocketComponent;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Says of each kind of client that the hub has whether it reaches {@code 127.0.0.1:<port>}. */
final class CallsOverTls {
  private CallsOverTls() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    List<Path> files = Stream.of(args).skip(1).map(Path::of).toList();
    if (!files.isEmpty()) {
      CertificateAuthorities.trust(files, Path.of("trusted.p12"));
    }
    say("java.net.http", () -> viaJava(port));
    say("camel-http", () -> viaCamel(port));
    say("sockets", () -> viaSocket(port));
    say("websocket", () -> viaWebSocket("127.0.0.1", port));
    say("websocket-by-another-name", () -> viaWebSocket("localhost", port));
    System.exit(0);
  }

  private static String viaJava(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/")).build();
    return String.valueOf(
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode());
  }

  private static String viaCamel(int port) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      Exchange answer =
          context.createFluentProducerTemplate().to("https://127.0.0.1:" + port + "/").send();
      if (answer.getException() != null) {
        throw answer.getException();
      }
      return String.valueOf(answer.getMessage().getHeader("CamelHttpResponseCode"));
    }
  }

  /** As SMTP and Postgres do. */
  private static String viaSocket(int port) throws Exception {
    try (Socket socket = SSLSocketFactory.getDefault().createSocket("127.0.0.1", port)) {
      ((SSLSocket) socket).startHandshake();
      return "connected";
    }
  }

  /** The server knows nothing of WebSocket, and says so. */
  private static String viaWebSocket(String host, int port) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      var sockets = new GuardedSockets(OutgoingHttpFixture.guard("127.0.0.1", "localhost"));
      context.addComponent("websocket", WebSocketComponent.of(sockets, null));
      context.start();
      Exception refusal =
          context
              .createFluentProducerTemplate()
              .withBody("x")
              .to("websocket:wss://%s:%d/".formatted(host, port))
              .send()
              .getException();
      if (refusal.getMessage().contains("Invalid status code received: 200")) {
        return "answered";
      }
      throw refusal;
    }
  }

  private static void say(String client, Callable<String> call) {
    try {
      System.out.println(client + " " + call.call());
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null && !(cause instanceof javax.net.ssl.SSLException)) {
        cause = cause.getCause();
      }
      System.out.println(client + " " + cause.getClass().getSimpleName());
    }
  }
}
