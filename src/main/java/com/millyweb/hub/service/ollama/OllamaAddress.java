package com.millyweb.hub.service.ollama;

import com.millyweb.hub.health.probe.SystemAddresses;
import java.net.URI;
import java.util.Map;
import org.springframework.stereotype.Component;

/** An Ollama whose url is set is watched as well. */
@Component
record OllamaAddress(OllamaProperties properties) implements SystemAddresses {
  @Override
  public Map<String, URI> addresses() {
    return properties.url() == null ? Map.of() : Map.of("ollama", properties.url());
  }
}
