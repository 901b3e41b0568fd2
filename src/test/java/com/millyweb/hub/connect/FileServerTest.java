package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.process.Ports;
import com.millyweb.hub.route.RouteFile.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.TransferRatePermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FTP and SFTP with real servers. */
class FileServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String FLOW =
      """
      - route:
          id: flow.upload
          description: Puts a file there.
          from:
            uri: event:upload
            parameters: {backoff: 1s}
            steps:
              - setHeader: {name: CamelFileName, constant: out.txt}
              - setBody: {jq: .text}
              - to:
                  uri: "%s"
                  parameters:
                    username: hub
                    password: "{{secrets.filepassword}}"
      """;

  // a server that is away is missed soon
  private static final String PARAMETERS =
      """
      username: hub
      password: '{{secrets.filepassword}}'
      delay: 500
      reconnectDelay: 100
      move: .done
      """;
  private static final int PORT = Ports.free();

  // only the port of the commands is named: the server chooses that of the data
  private static final ConnectFixture hub =
      new ConnectFixture()
          .set("hub.secrets.filepassword", "pass+word")
          .set("hub.egress.allow", "127.0.0.1:" + PORT);

  @TempDir private Path folder;
  private final Semaphore transfers = new Semaphore(0);
  private FtpServer ftp;
  private SftpServer sftp;

  @AfterEach
  void end() throws Exception {
    hub.clear();
    if (ftp != null) {
      ftp.stop();
    }
    if (sftp != null) {
      sftp.close();
    }
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private void serveFtp() throws Exception {
    serveFtp(0);
  }

  /**
   * @param rate bytes per second of a transfer; 0 for no limit
   */
  private void serveFtp(int rate) throws Exception {
    var factory = new FtpServerFactory();
    var listener = new ListenerFactory();
    listener.setServerAddress("127.0.0.1");
    listener.setPort(PORT);
    factory.addListener("default", listener.createListener());
    var user = new BaseUser();
    user.setName("hub");
    user.setPassword("pass+word");
    user.setHomeDirectory(folder.toString());
    user.setAuthorities(List.of(new WritePermission(), new TransferRatePermission(rate, rate)));
    factory.getUserManager().save(user);
    factory.setFtplets(new HashMap<>(Map.of("transfers", new Transfers())));
    ftp = factory.createServer();
    ftp.start();
  }

  /** Tells when a file is on its way. */
  private final class Transfers extends DefaultFtplet {
    @Override
    public FtpletResult onDownloadStart(FtpSession session, FtpRequest request) {
      transfers.release();
      return FtpletResult.DEFAULT;
    }

    @Override
    public FtpletResult onUploadStart(FtpSession session, FtpRequest request) {
      transfers.release();
      return FtpletResult.DEFAULT;
    }
  }

  /** Ends the server in the middle of the next file, and starts it again. */
  private void endFtpInTheMiddle() throws Exception {
    transfers.drainPermits();
    assertThat(transfers.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    ftp.stop();
    serveFtp();
  }

  @Test
  void ftp_server_that_ends_in_the_middle_of_a_file_costs_no_part_of_it() throws Exception {
    String whole = "0123456789abcdef".repeat(20_000);
    Files.createDirectories(folder.resolve("in"));
    hub.ingress(
            "drop",
            "ftp:127.0.0.1:%d/in".formatted(PORT),
            PARAMETERS,
            "",
            "event:file.dropped?subject=${file:name}")
        .write(
            "flow/upload.camel.yaml",
            FLOW.formatted("ftp:127.0.0.1:%d/out".formatted(PORT))
                + "tempPrefix: part-\n".indent(14))
        .start();

    serveFtp(50_000);
    Files.writeString(folder.resolve("in/a.txt"), whole);
    endFtpInTheMiddle();
    stored(1);
    assertThat(hub.events("file.dropped")).containsExactly(whole);

    ftp.stop();
    serveFtp(50_000);
    hub.append("upload", "{\"text\": \"%s\"}".formatted(whole));
    endFtpInTheMiddle();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve("out/out.txt")).exists());
    assertThat(folder.resolve("out/out.txt")).hasContent(whole);
  }

  private void serveSftp() throws Exception {
    sftp = SftpServer.start(folder, PORT, "pass+word");
  }

  private void receives(String scheme, Serving serving) throws Exception {
    hub.stop();
    hub.ingress(
            "drop",
            "%s:127.0.0.1:%d/in".formatted(scheme, PORT),
            PARAMETERS,
            "",
            "event:file.dropped?subject=${file:name}")
        .write(
            "flow/upload.camel.yaml", FLOW.formatted("%s:127.0.0.1:%d/out".formatted(scheme, PORT)))
        .start();
    assertThat(hub.file("ingress/drop.camel.yaml").state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).startsWith("ingress.drop: "));

    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.json"), "{\"number\": 17}");
    serving.start();
    stored(1);
    assertThat(hub.events("file.dropped")).containsExactly(Map.of("number", 17));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());

    hub.whileTheLogTakesNothing(
        () -> {
          Files.writeString(folder.resolve("in/b.json"), "{\"number\": 18}");
          await()
              .during(Duration.ofSeconds(2))
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(folder.resolve("in/b.json")).exists());
        });
    stored(2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve("in/.done/b.json")).exists());

    hub.append("upload", "{\"text\": \"hello\"}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve("out/out.txt")).hasContent("hello"));
  }

  @FunctionalInterface
  private interface Serving {
    void start() throws Exception;
  }

  @Test
  void ftp_both_ways_with_a_server_that_comes_late() throws Exception {
    receives("ftp", this::serveFtp);
  }

  @Test
  void sftp_both_ways_with_a_server_that_comes_late() throws Exception {
    receives("sftp", this::serveSftp);
  }

  private void stored(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("file.dropped")).hasSize(count));
  }
}
