package com.millyweb.hub.notify.decision;

import com.millyweb.hub.notify.ChatMedium;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The media that people answer in; in all others a button is a link. */
@Component
final class ChatMedia {
  private final Map<String, ChatMedium> byName;

  ChatMedia(List<ChatMedium> media) {
    byName = media.stream().collect(Collectors.toMap(ChatMedium::name, Function.identity()));
  }

  boolean contains(String medium) {
    return byName.containsKey(medium);
  }

  Optional<ChatMedium> find(String medium) {
    return Optional.ofNullable(byName.get(medium));
  }
}
