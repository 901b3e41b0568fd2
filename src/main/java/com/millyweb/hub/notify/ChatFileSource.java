package com.millyweb.hub.notify;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a medium keeps the files that people send, and how one of them is fetched. */
public interface ChatFileSource {
  /** The medium's name, as in {@code chat.message}. */
  String medium();

  /** The operator's own server of the medium may stand anywhere; it is trusted. */
  URI baseUrl();

  /**
   * @param id what the chat calls the file; empty when it does not say
   * @param url where it is; empty when it has to be asked for
   * @param name for errors
   * @return its bytes, as many as the client reads
   * @throws PermanentFailure when it is none of the medium's, or not the hub's to fetch
   */
  byte[] fetch(String id, String url, String name, Client client) throws IOException;

  /** Fetches bytes and asks questions, within {@code hub.egress} and the size of a file. */
  interface Client {
    /** The answer to a question; every status is one. */
    Answer ask(URI url, @Nullable Secret bearer, byte @Nullable [] json) throws IOException;

    /** The place of a file; every status is an answer. */
    Answer get(URI url, @Nullable Secret bearer) throws IOException;

    /** Its bytes. */
    byte[] load(String medium, URI url) throws IOException;

    /**
     * @throws IOException as {@link HttpStatusPolicy} says, unless the status is 2xx
     */
    void require2xx(String what, Answer answer) throws IOException;
  }

  /**
   * @param key of the configuration, with the medium's login
   */
  static PermanentFailure missing(String key) {
    return new PermanentFailure("A file cannot be fetched: %s is not set".formatted(key), null);
  }

  static PermanentFailure refused(String name, String why) {
    return new PermanentFailure(
        "File %s cannot be fetched: %s".formatted(HttpStatusPolicy.quote(name), why), null);
  }
}
