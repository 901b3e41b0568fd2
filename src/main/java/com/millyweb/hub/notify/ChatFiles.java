package com.millyweb.hub.notify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatFile;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.EgressRefused;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A step for flows: fetches a file of a {@code chat.message} with the login of its medium. {@code
 * bean: {ref: chatFile, method: fetch}} takes the first file of the event, {@code method:
 * "fetch(${body[files][1]})"} any other. Body and {@code Content-Type} are then the file's, the
 * header {@code file-name} is its name.
 *
 * <p>It goes to the hosts of its medium only, whatever an event names, and never further than
 * {@code hub.egress} lets it.
 */
@RouteBean
@Component("chatFile")
public final class ChatFiles implements AutoCloseable {
  /** The answer to a question, not a file. */
  private static final int SMALL = 64 * 1024;

  private final Map<String, ChatFileSource> sources;
  private final HttpStatusPolicy policy;
  private final OutgoingHttp http;
  private final ChatFileSource.Client client = new Fetch();
  private final long maxSize;

  ChatFiles(
      ChatFilesProperties properties,
      List<ChatFileSource> sources,
      OutgoingHttp outgoing,
      Clock clock) {
    this.sources =
        sources.stream().collect(Collectors.toMap(ChatFileSource::medium, Function.identity()));
    maxSize = properties.maxSize().toBytes();
    // the client gives a whole answer twice the time of its beginning
    Duration first = properties.timeout().dividedBy(2);
    List<URI> own = sources.stream().map(ChatFileSource::baseUrl).toList();
    http = outgoing.trusting(own, first, Math.toIntExact(maxSize + 1));
    policy = new HttpStatusPolicy(clock);
  }

  /**
   * @param file a file of an event, a list of them of which the first is meant, or a whole event
   * @throws PermanentFailure when there is no such file, it is too large, or not the hub's to fetch
   * @throws IOException when it may be there at another time
   */
  public byte[] fetch(@Nullable Object file, Exchange exchange) throws IOException {
    ChatFile one =
        ChatFile.read(file)
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "chatFile fetches a file of a chat.message, ${body[files][0]}; there is none",
                        null));
    String name = one.name();
    if (one.size() != null && one.size() > maxSize) {
      throw tooLarge(name, one.size() + " bytes");
    }
    String id = Objects.requireNonNullElse(one.id(), "");
    String url = Objects.requireNonNullElse(one.url(), "");
    byte[] content = source(one.medium()).fetch(id, url, name, client);
    if (content.length > maxSize) {
      throw tooLarge(name, "more");
    }
    exchange.getMessage().setHeader("Content-Type", one.type());
    exchange.getMessage().setHeader("file-name", name);
    return content;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private PermanentFailure tooLarge(String name, String size) {
    return new PermanentFailure(
        "File %s must have at most %d bytes (hub.notify.files.max-size), has %s"
            .formatted(HttpStatusPolicy.quote(name), maxSize, size),
        null);
  }

  private ChatFileSource source(String medium) {
    ChatFileSource source = sources.get(medium);
    if (source == null) {
      throw new PermanentFailure(
          "A file must be of %s, was of: '%s'"
              .formatted(
                  String.join(", ", new TreeSet<>(sources.keySet())),
                  HttpStatusPolicy.quote(medium)),
          null);
    }
    return source;
  }

  private final class Fetch implements ChatFileSource.Client {
    @Override
    public Answer ask(URI url, @Nullable Secret bearer, byte @Nullable [] json) throws IOException {
      Answer answer = send(url, bearer, json);
      if (answer.body().length > SMALL) {
        throw new SendFailed("The answer to a question about a file is too long", null);
      }
      return answer;
    }

    @Override
    public Answer get(URI url, @Nullable Secret bearer) throws IOException {
      return send(url, bearer, null);
    }

    @Override
    public byte[] load(String medium, URI url) throws IOException {
      Answer answer = get(url, null);
      require2xx(medium + "'s place for files", answer);
      return answer.body();
    }

    @Override
    public void require2xx(String what, Answer answer) throws IOException {
      policy.require2xx(what, answer);
    }
  }

  private Answer send(URI url, @Nullable Secret bearer, byte @Nullable [] json) throws IOException {
    Map<String, String> headers =
        bearer == null ? Map.of() : Map.of("Authorization", "Bearer " + bearer.reveal());
    try {
      return json == null
          ? http.send("GET", url, null, null, headers)
          : http.post(url, "application/json; charset=utf-8", json, headers);
    } catch (EgressRefused e) {
      throw e;
    } catch (IOException e) {
      // the path of a URL may be a secret, and some errors show it
      throw new SendFailed(
          "%s did not hand out the file: %s".formatted(url.getHost(), e.getClass().getSimpleName()),
          null);
    }
  }
}
