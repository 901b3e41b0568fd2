package com.millyweb.hub.notify;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tell people something, on every medium of a channel.
 *
 * <p>The body is Markdown, or a map with title, text, severity, fields, link, actions and
 * attachments. In a flow the notice is committed together with the flow's completion.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "notify",
    title = "Notify",
    syntax = "notify:channel",
    producerOnly = true,
    category = {Category.CHAT, Category.MESSAGING})
public class NotifyEndpoint extends DefaultEndpoint {

  @UriPath(description = "Name of a channel from hub.notify.channels.")
  @Metadata(required = true)
  private String channel = "";

  @UriParam(
      description =
          "A simple expression. A later notice of the channel with the same key updates this one where the medium can.")
  private @Nullable String key;

  @UriParam(
      description =
          "debug, info, success, warning, error or critical; a simple expression. The default is info.")
  private @Nullable String severity;

  @UriParam(
      description =
          "A simple expression. Notices of one thread stand together where the medium can.")
  private @Nullable String thread;

  public NotifyEndpoint(String uri, NotifyComponent component) {
    super(uri, component);
  }

  @Override
  public Producer createProducer() {
    return new NotifyProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "notify:%s can only be sent to; notices are events of type notify.*".formatted(channel));
  }

  public String getChannel() {
    return channel;
  }

  public void setChannel(String channel) {
    this.channel = channel;
  }

  public @Nullable String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key;
  }

  public @Nullable String getSeverity() {
    return severity;
  }

  public void setSeverity(@Nullable String severity) {
    this.severity = severity;
  }

  public @Nullable String getThread() {
    return thread;
  }

  public void setThread(@Nullable String thread) {
    this.thread = thread;
  }
}
