package com.millyweb.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of an authority that only this house knows. */
class CertificateAuthoritiesTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void every_client_reaches_a_server_of_an_own_authority() throws Exception {
    HttpsServer server = server();
    try {
      int port = server.getAddress().getPort();
      assertThat(call(port, "ca.pem"))
          .contains(
              "java.net.http 200", "camel-http 200", "sockets connected", "websocket answered")
          .doesNotContain("websocket-by-another-name answered");
      assertThat(call(port))
          .allMatch(line -> line.matches(".* SSLHandshakeException|websocket.* \\w+Exception"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_file_that_is_no_certificate_stops_the_start_by_its_name() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "no certificate");
    assertThatThrownBy(
            () -> CertificateAuthorities.trust(List.of(file), folder.resolve("store.p12")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageStartingWith("hub.ca-certificates names a file")
        .hasMessageEndingWith(file.toString());
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(
            () -> CertificateAuthorities.trust(List.of(missing), folder.resolve("store.p12")))
        .hasMessage("hub.ca-certificates names a file that cannot be read: " + missing);
  }

  /** What a JVM that trusts these files says of each of its clients. */
  private List<String> call(int port, String... files) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CallsOverTls.class.getName(), String.valueOf(port)));
    for (String file : files) {
      command.add(folder.resolve(file).toString());
    }
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes()).lines().toList();
    }
  }

  private HttpsServer server() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=house",
        "-ext",
        "san=ip:127.0.0.1",
        "-ext",
        "bc=ca:true",
        "-storetype",
        "PKCS12");
    keytool(
        "-exportcert", "-rfc", "-alias", "server", "-file", folder.resolve("ca.pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", folder.resolve("server.p12").toString(), "-storepass", "changeit"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes()))
        .doesNotContainIgnoringCase("exception");
    assertThat(process.waitFor()).isZero();
  }
}
