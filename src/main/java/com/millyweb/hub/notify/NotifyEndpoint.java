package com.millyweb.hub.notify;

import com.millyweb.hub.notify.wording.NoticePart;
import com.millyweb.hub.notify.wording.NoticeTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * <p>What it says stands in the parameters, in a notice file, or in the body, which then is
 * Markdown, or a map with title, text, severity, fields, link, actions and attachments. In a flow
 * the notice is committed together with the flow's completion.
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

  @UriParam(description = "The title: text with simple expressions in it.")
  private @Nullable String title;

  @UriParam(
      description =
          "The text: Markdown with simple expressions in it. What they read is shown as it is.")
  private @Nullable String text;

  @UriParam(description = "An address with simple expressions in it.")
  private @Nullable String link;

  @UriParam(
      description = "field.<name>: Markdown with simple expressions in it.",
      prefix = "field.",
      multiValue = true)
  private Map<String, Object> field = new LinkedHashMap<>();

  @UriParam(
      description =
          "button.<label>: what the button says when it is pressed (chat.action), or an address; simple expressions in it.",
      prefix = "button.",
      multiValue = true)
  private Map<String, Object> button = new LinkedHashMap<>();

  @UriParam(
      description =
          "attachment.<name>: the text of a file, or the address of one; simple expressions in it.",
      prefix = "attachment.",
      multiValue = true)
  private Map<String, Object> attachment = new LinkedHashMap<>();

  @UriParam(
      description =
          "The notice file beside the flow that has the words: push-to-chat for push-to-chat.notice.yaml.")
  private @Nullable String template;

  @UriParam(
      description =
          "How long the notice waits in the hub, 1s to 24h, and may be taken back: in a chat, on the page, or by POST /api/notices/{id}/undo.")
  private @Nullable String hold;

  @UriParam(
      description =
          "The channel whose chats are told that the notice is held, with a button that takes it back; none for no chat. The default is ops.")
  private @Nullable String holdTo;

  /** All words in the order of the file. */
  private final Map<NoticePart, String> words = new LinkedHashMap<>();

  private @Nullable NoticeTemplate notice;

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

  public @Nullable String getTitle() {
    return title;
  }

  public void setTitle(@Nullable String title) {
    this.title = title;
  }

  public @Nullable String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text;
  }

  public @Nullable String getLink() {
    return link;
  }

  public void setLink(@Nullable String link) {
    this.link = link;
  }

  public @Nullable String getTemplate() {
    return template;
  }

  public void setTemplate(@Nullable String template) {
    this.template = template;
  }

  public @Nullable String getHold() {
    return hold;
  }

  public void setHold(@Nullable String hold) {
    this.hold = hold;
  }

  public @Nullable String getHoldTo() {
    return holdTo;
  }

  public void setHoldTo(@Nullable String holdTo) {
    this.holdTo = holdTo;
  }

  public Map<String, Object> getField() {
    return field;
  }

  public void setField(Map<String, Object> field) {
    this.field = field;
  }

  public Map<String, Object> getButton() {
    return button;
  }

  public void setButton(Map<String, Object> button) {
    this.button = button;
  }

  public Map<String, Object> getAttachment() {
    return attachment;
  }

  public void setAttachment(Map<String, Object> attachment) {
    this.attachment = attachment;
  }

  Map<NoticePart, String> words() {
    return words;
  }

  /** What the words of the notice file are; null without a template. */
  @Nullable NoticeTemplate notice() {
    return notice;
  }

  void setNotice(NoticeTemplate notice) {
    this.notice = notice;
  }
}
