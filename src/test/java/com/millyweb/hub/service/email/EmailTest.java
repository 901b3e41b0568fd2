package com.millyweb.hub.service.email;

import static com.millyweb.hub.notify.sending.SendingFixture.LONG;
import static com.millyweb.hub.notify.sending.SendingFixture.full;
import static com.millyweb.hub.notify.sending.SendingFixture.notice;
import static com.millyweb.hub.notify.sending.SendingFixture.threaded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.fake.FakeSmtp;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.notify.sending.TargetTrouble;
import com.millyweb.hub.secret.Secret;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  private static final String OPS = "ops@example.org";

  private final FakeSmtp smtp = FakeSmtp.start();
  private final SendingFixture sending = new SendingFixture();
  private Email email = email(SendingFixture.PUBLIC, FakeSmtp.PASSWORD, "Hub <hub@example.org>");

  @AfterEach
  void stop() throws IOException {
    smtp.close();
  }

  private Email email(PublicUrlProperties publicUrl, String password, String from) {
    return new Email(
        new EmailProperties(
            "127.0.0.1",
            smtp.port(),
            EmailProperties.Security.none,
            FakeSmtp.USER,
            new Secret(password),
            from,
            OPS,
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.book,
        sending.sequence,
        sending.links(publicUrl));
  }

  private Medium.Sent send(Notice notice) throws Exception {
    return send(notice, null);
  }

  private Medium.Sent send(Notice notice, String address) throws Exception {
    Target target =
        address == null
            ? Target.of("ops", email)
            : new Target("ops/email/x", "ops", "email", address, null, null, OnAmbiguous.retry);
    return email.send(SendingFixture.delivery(notice, target));
  }

  private FakeSmtp.Mail only() {
    assertThat(smtp.mails()).hasSize(1);
    return smtp.mails().get(0);
  }

  private static MimeMultipart parts(Object content) {
    return (MimeMultipart) content;
  }

  private static String plain(FakeSmtp.Mail mail) throws Exception {
    return parts(mail.parsed().getContent()).getBodyPart(0).getContent().toString();
  }

  private static String html(FakeSmtp.Mail mail) throws Exception {
    return parts(mail.parsed().getContent()).getBodyPart(1).getContent().toString();
  }

  @Test
  void notice_arrives_as_text_and_as_html() throws Exception {
    assertThat(send(notice("**All** is <well> & [good](https://e.org/?a=1&b=2)")))
        .isEqualTo(Medium.Sent.accepted);

    FakeSmtp.Mail mail = only();
    assertThat(mail.from()).isEqualTo("hub@example.org");
    assertThat(mail.to()).isEqualTo(OPS);
    assertThat(mail.parsed().getSubject()).isEqualTo("Title");
    assertThat(mail.header("From")).isEqualTo("Hub <hub@example.org>");
    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.parsed().getSentDate()).isEqualTo(SendingFixture.NOW);
    assertThat(mail.parsed().getContentType()).startsWith("multipart/alternative");
    assertThat(plain(mail)).contains("**All** is <well> & [good](https://e.org/?a=1&b=2)");
    assertThat(html(mail))
        .contains("<strong>All</strong> is &lt;well&gt; &amp;")
        .contains("href=\"https://e.org/?a=1&amp;b=2\">good</a>");
  }

  @Test
  void fields_links_and_actions_are_in_both() throws Exception {
    send(full(Severity.critical));
    FakeSmtp.Mail mail = only();
    var texts = parts(parts(mail.parsed().getContent()).getBodyPart(0).getContent());
    String plain = texts.getBodyPart(0).getContent().toString();
    String html = texts.getBodyPart(1).getContent().toString();

    assertThat(mail.parsed().getSubject()).isEqualTo("🚨 Disk <full> & \"hot\"");
    assertThat(mail.header("Importance")).isEqualTo("high");
    assertThat(plain)
        .contains("host: nas_1", "Dashboard: https://e.org/d?a=1&b=(2)")
        .contains("Runbook: https://e.org/run", "graph.png: https://e.org/graph.png");
    assertThat(html)
        .contains("Disk &lt;full&gt; &amp; &quot;hot&quot;", "#b00020", ">host</th>", "nas_1")
        .contains("<a href=\"https://e.org/d?a=1&amp;b=(2)\">Dashboard</a>", "https://e.org/run");
    Pattern action = Pattern.compile("https://hub\\.example\\.org/act/a:[A-Za-z0-9_-]{22}");
    assertThat(plain).containsPattern("Clean up: " + action);
    assertThat(html).containsPattern(action).doesNotContain("\"clean\"");
  }

  @Test
  void action_without_a_public_url_says_where_it_is_answered() throws Exception {
    email = email(SendingFixture.PRIVATE, FakeSmtp.PASSWORD, "hub@example.org");
    Notice notice = full(Severity.info).withAttachments(List.of());
    send(notice);
    String hint = "To be answered in the hub, notice %s: Clean up".formatted(notice.id());
    assertThat(plain(only())).contains(hint).doesNotContain("/act/");
    assertThat(html(only())).contains(hint);
  }

  @Test
  void file_that_the_notice_brings_is_attached() throws Exception {
    send(full(Severity.info));
    MimeMultipart all = parts(only().parsed().getContent());
    assertThat(all.getContentType()).startsWith("multipart/mixed");
    assertThat(all.getCount()).isEqualTo(2);
    BodyPart file = all.getBodyPart(1);
    assertThat(file.getFileName()).isEqualTo("täglich.log");
    assertThat(file.getDisposition()).isEqualTo("attachment");
    assertThat(file.getContent()).isEqualTo("größer\n");
  }

  @Test
  void nothing_of_a_text_acts_as_html_or_is_loaded() throws Exception {
    send(
        notice("Hi <script>x</script> ![pixel](https://spy.org/i.png) [a](javascript:x) <b>b</b>"));
    assertThat(html(only()))
        .doesNotContain("<script", "<img", "javascript:", "<b>")
        .contains("<a href=\"https://spy.org/i.png\">pixel</a>");
  }

  @Test
  void line_breaks_make_no_header() throws Exception {
    String title = "Hi\r\nBcc: victim@example.org\n\nbody\u2028x\u0000";
    send(Notice.of("ops", Severity.info, title, "text", SendingFixture.NOW));
    assertThat(only().header("Bcc")).isNull();
    assertThat(only().parsed().getSubject()).isEqualTo("Hi Bcc: victim@example.org body x\uFFFD");
    assertThat(plain(only())).contains("text");
  }

  @Test
  void long_text_is_one_message_with_all_of_it() throws Exception {
    send(notice(LONG.repeat(5) + "x".repeat(5_000)));
    assertThat(plain(only()).split("long report", -1)).hasSize(5_001);
    assertThat(plain(only())).contains("x".repeat(5_000));
  }

  @Test
  void code_emoji_and_lines_with_dots_arrive_whole() throws Exception {
    String text = "```java\nint a = 1 < 2;\n.\n..\n```\n\n👨‍👩‍👧‍👦 é 🇩🇪";
    send(notice(text));
    assertThat(plain(only()).replace("\r\n", "\n")).contains(text);
    assertThat(html(only()).replace("\r\n", "\n"))
        .contains("int a = 1 &lt; 2;\n.\n..", "👨‍👩‍👧‍👦");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">", "[", "*", "`", "_a", "- ", "![", "<a ", "&a;", "~~~\n", "> - ", "\n\n", "[a](b", "\\"
      })
  @Timeout(60)
  void hostile_text_is_written_in_time(String piece) throws Exception {
    String text = "x" + piece.repeat(20_000 / piece.length() - 1);
    send(notice(text).withFields(List.of(new Notice.Field(text, text, false))));
    assertThat(html(only())).contains("</html>");
  }

  @Test
  void message_id_is_the_same_at_every_attempt() throws Exception {
    Notice notice = notice("x");
    smtp.silent();
    assertThatThrownBy(() -> send(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("a second copy has the same Message-ID <");
    assertThat(sending.sent()).extracting(row -> row.get("ambiguous")).containsExactly(true);

    send(notice);
    assertThat(smtp.mails()).extracting(mail -> mail.header("Message-ID")).hasSize(2);
    assertThat(smtp.mails().get(0).header("Message-ID"))
        .matches("<[0-9a-f-]{36}@example\\.org>")
        .isEqualTo(smtp.mails().get(1).header("Message-ID"));
  }

  @Test
  void server_that_falls_silent_behind_the_message_is_ambiguous() {
    smtp.stall();
    assertThatThrownBy(() -> send(notice("x"))).isInstanceOf(AmbiguousFailure.class);
  }

  @Test
  void notices_of_a_key_or_a_thread_stand_under_the_first() throws Exception {
    send(notice("backup", "running"));
    send(notice("backup", "late"));
    send(notice("backup", "done"));
    String first = smtp.mails().get(0).header("Message-ID");
    assertThat(smtp.mails())
        .extracting(mail -> mail.header("References"))
        .containsExactly(null, first, first);
    assertThat(smtp.mails().get(2).header("In-Reply-To")).isEqualTo(first);

    send(threaded("build 7", "started"));
    send(threaded("build 7", "failed"));
    assertThat(smtp.mails().get(3).header("References")).isNull();
    assertThat(smtp.mails().get(4).header("References"))
        .isEqualTo(smtp.mails().get(3).header("Message-ID"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EHLO|421 4.3.2 shutting down",
        "AUTH|454 4.7.0 temporary authentication failure",
        "MAIL|451 4.3.0 try later",
        "RCPT|450 4.2.1 greylisted",
        "RCPT|452 4.5.3 too many recipients",
        "DATA|421 4.7.0 too many connections",
        ".|451 4.3.0 disk full"
      })
  void what_may_pass_is_retried(String command, String reply) throws Exception {
    smtp.next(command, reply);
    Notice notice = notice("x");
    assertThatThrownBy(() -> send(notice)).isInstanceOf(SendFailed.class);
    assertThat(sending.states()).containsExactly("failed");
    send(notice);
    assertThat(smtp.mails()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|552 5.3.4 message too big",
        "MAIL|553 5.7.1 sender not owned by user",
        "RCPT|550 5.7.1 relaying denied",
        "DATA|554 5.5.1 no",
        ".|554 5.7.1 looks like spam"
      })
  void what_will_not_pass_is_refused(String command, String reply) {
    // without HTML and files, too
    smtp.next(command, reply).next(command, reply);
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .isNotInstanceOf(DestinationDead.class)
        .hasMessageContaining(reply)
        .hasMessageContaining(OPS);
    assertThat(sending.states()).containsExactly("refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"MAIL|552 5.3.4 message too big", ".|554 5.7.1 file type not allowed"})
  void mail_that_is_refused_for_its_trimmings_arrives_as_words(String command, String reply)
      throws Exception {
    smtp.next(command, reply);
    Notice notice = full(Severity.error);
    send(notice);
    FakeSmtp.Mail mail = only();
    assertThat(mail.parsed().getContentType()).startsWith("text/plain");
    assertThat(mail.parsed().getContent().toString())
        .contains("89 %", "Runbook: https://e.org/run")
        .contains("täglich.log: see notice " + notice.id());
  }

  @Test
  void trouble_is_named_as_what_it_is() throws Exception {
    Email nowhere = email("no-such-host.invalid", smtp.port(), EmailProperties.Security.none);
    assertThatThrownBy(() -> sendBy(nowhere)).hasMessageContaining("is not known");
    Email noTls = email("127.0.0.1", smtp.port(), EmailProperties.Security.starttls);
    assertThatThrownBy(() -> sendBy(noTls))
        .hasMessageContaining("TLS with the mail server")
        .hasMessageContaining("STARTTLS");
    Email wrongPort = email("127.0.0.1", smtp.port(), EmailProperties.Security.tls);
    assertThatThrownBy(() -> sendBy(wrongPort))
        .hasMessageContaining("TLS with the mail server 127.0.0.1");
    smtp.next("RCPT", "550 5.1.1 no such user");
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("refused the recipient " + OPS);
    int port = smtp.port();
    smtp.close();
    Email closed = email("127.0.0.1", port, EmailProperties.Security.none);
    assertThatThrownBy(() -> sendBy(closed))
        .isInstanceOf(SendFailed.class)
        .satisfies(e -> assertThat(TargetTrouble.isDown(e)).isTrue())
        .hasMessageContaining("refused the connection");
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Email mute = email("127.0.0.1", silent.getLocalPort(), EmailProperties.Security.none);
      assertThatThrownBy(() -> sendBy(mute)).hasMessageContaining("did not answer within 1 second");
    }
  }

  private Email email(String host, int port, EmailProperties.Security security) {
    return new Email(
        new EmailProperties(
            host,
            port,
            security,
            FakeSmtp.USER,
            new Secret(FakeSmtp.PASSWORD),
            "hub@example.org",
            OPS,
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.book,
        sending.sequence,
        sending.links(SendingFixture.PUBLIC));
  }

  private static void sendBy(Email email) throws Exception {
    email.send(SendingFixture.delivery(notice("x"), Target.of("ops", email)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@example.org", "nobody@v5.7.example.org"})
  void recipient_who_is_unknown_is_a_dead_destination(String recipient) {
    assertThatThrownBy(() -> send(notice("x"), recipient))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("550 5.1.1 no such user");
  }

  @Test
  void refused_login_is_a_dead_destination_and_shows_no_password() {
    email = email(SendingFixture.PUBLIC, "wrong-password", "hub@example.org");
    assertThatThrownBy(() -> send(notice("x")))
        .isInstanceOf(DestinationDead.class)
        .hasMessageContaining("535 5.7.8")
        .hasMessageNotContaining("wrong-password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO", "MAIL", "RCPT", "DATA"})
  void connection_that_ends_before_the_message_is_not_ambiguous(String command) {
    smtp.hangUp(command);
    assertThatThrownBy(() -> send(notice("x"))).isInstanceOf(SendFailed.class);
    assertThat(sending.sent()).extracting(row -> row.get("ambiguous")).containsExactly(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops",
        "a@x.org, b@x.org",
        "a@x.org\r\nBcc: b@x.org",
        "Group: a@x.org;",
        "a@x.org b@x.org",
        "<a@x.org",
        "ü@x.org",
        "a@"
      })
  void address_must_be_one_address(String address) {
    assertThatThrownBy(() -> send(notice("x"), address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one e-mail address");
  }

  @Test
  void conversation_is_an_address() {
    email.check(Target.reply("email", "alice@example.org"));
  }

  @Test
  void bad_sender_stops_the_start() {
    assertThatThrownBy(() -> email(SendingFixture.PRIVATE, "password", "nobody"))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("hub.notify.email.from = nobody: must be one e-mail address");
  }

  @Test
  void two_hundred_notices_arrive_in_order() throws Exception {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      titles.add("Notice " + i);
      send(Notice.of("ops", Severity.info, "Notice " + i, "x", SendingFixture.NOW));
    }
    List<String> arrived = new ArrayList<>();
    for (FakeSmtp.Mail mail : smtp.mails()) {
      arrived.add(mail.parsed().getSubject());
    }
    assertThat(arrived).isEqualTo(titles);
  }
}
