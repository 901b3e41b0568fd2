package com.millyweb.hub.service.slack;

import com.millyweb.hub.chat.ChatFile;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.body.JsonFields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a request of Slack that are there and have a plain value. */
record SlackFields(Map<String, String> values) {
  /** Ids such as {@code C024BE91L} and {@code 1355517523.000005}; they become part of addresses. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Slack takes ten with a message. */
  private static final int FILES = 10;

  private static final int CHOICES = 100;

  /** Where what somebody chose or typed stands, in whichever of Slack's elements. */
  static final List<String> CHOSEN = chosen();

  private static List<String> chosen() {
    List<String> pointers = new ArrayList<>();
    for (String one :
        List.of(
            "selected_option/value",
            "selected_user",
            "selected_channel",
            "selected_conversation",
            "selected_date",
            "selected_time",
            "selected_date_time")) {
      pointers.add("/actions/0/" + one);
    }
    for (int i = 0; i < CHOICES; i++) {
      pointers.add("/actions/0/selected_options/" + i + "/value");
      for (String many : List.of("selected_users", "selected_channels", "selected_conversations")) {
        pointers.add("/actions/0/" + many + "/" + i);
      }
    }
    return List.copyOf(pointers);
  }

  /** Where what there is to know of a message's files stands. */
  static List<String> filePointers() {
    List<String> pointers = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      for (String name :
          List.of("id", "name", "mimetype", "size", "url_private_download", "url_private")) {
        pointers.add("/event/files/" + i + "/" + name);
      }
    }
    return pointers;
  }

  /** Without those that were deleted or that Slack keeps from the workspace. */
  static List<ChatFile> files(SlackFields event) {
    List<ChatFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String file = "/event/files/" + i + "/";
      String size = event.text(file + "size");
      ChatFile one =
          ChatFile.sent(
              SlackChat.MEDIUM,
              event.text(file + "name"),
              event.text(file + "mimetype"),
              size.matches("[0-9]{1,15}") ? Long.valueOf(size) : null,
              event.first(file + "id"),
              event.first(file + "url_private_download", file + "url_private"));
      if (one.canBeFetched()) {
        files.add(one);
      }
    }
    return files;
  }

  /** All of these that are there. */
  List<String> all(List<String> names) {
    return names.stream().filter(values::containsKey).map(values::get).toList();
  }

  /** The fields at these pointers. */
  static SlackFields json(JsonFields fields, byte[] json) {
    Map<String, String> values = fields.read(json);
    // half a surrogate pair, escaped in JSON, cannot be written as JSON again
    values.replaceAll(
        (pointer, text) ->
            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    return new SlackFields(values);
  }

  /** The fields of a form, by name. */
  static SlackFields form(byte[] form) {
    Map<String, String> values = new HashMap<>();
    // UTF-8 stands in escapes
    for (String field : new String(form, StandardCharsets.US_ASCII).split("&")) {
      int sign = field.indexOf('=');
      if (sign > 0 && values.put(decode(field, 0, sign), decode(field, sign + 1, -1)) != null) {
        throw Refused.malformed("a field of the form is there twice");
      }
    }
    return new SlackFields(values);
  }

  /** The first of these that is there and not empty. */
  @Nullable String first(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean is(String name, String value) {
    return value.equals(values.get(name));
  }

  /**
   * @throws Refused when none of these is there
   */
  String required(String... names) {
    String value = first(names);
    if (value == null) {
      throw Refused.malformed("no " + names[0]);
    }
    return value;
  }

  /**
   * @throws Refused when none of these is there, or it is no id
   */
  String id(String... names) {
    String value = required(names);
    if (!ID.matcher(value).matches()) {
      throw Refused.malformed(names[0] + " is no id");
    }
    return value;
  }

  @Nullable String optionalId(String... names) {
    return first(names) == null ? null : id(names);
  }

  private static String decode(String field, int start, int end) {
    try {
      String part = end < 0 ? field.substring(start) : field.substring(start, end);
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.malformed("the form is not percent-encoded");
    }
  }
}
