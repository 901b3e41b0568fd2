package com.millyweb.hub.service.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.process.Ports;
import com.millyweb.hub.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * A real Ollama with a folder of its own and models of 2 MB: the clerk calls the tool look where it
 * is offered, the teller tells without an end, the parrot says the same again and again, the
 * thinker thinks before it answers, and letters makes embeddings of the last letter that a text
 * has.
 */
final class RealOllama implements AutoCloseable {
  static final String CLERK = "clerk";
  static final String TELLER = "teller";
  static final String PARROT = "parrot";
  static final String THINKER = "thinker";
  static final String LETTERS = "letters";

  private static final String CLERK_TEMPLATE =
      """
      {{- if .Tools }}You may call {{ .Tools }}
      {{ end }}
      {{- range $i, $_ := .Messages }}{{ .Role }}: {{ .Content }}
      {{- if .ToolCalls }}<tool_call>
      {{- range .ToolCalls }}{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}{{ end -}}
      </tool_call>{{ end }}
      {{ if eq (len (slice $.Messages $i)) 1 }}
      {{- if eq .Role "tool" }}<|told|>{{ else if $.Tools }}<|call|>{{ else }}<|say|>{{ end }}
      {{- end }}
      {{- end }}""";

  private static final String PLAIN_TEMPLATE =
      "{{ range .Messages }}{{ .Role }}: {{ .Content }}\n{{ end }}";

  private static final String THINKER_TEMPLATE =
      """
      {{- range .Messages }}{{ .Role }}: {{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}{{ .Content }}
      {{ end }}<|think|>""";

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path program;
  private final Path folder;
  private final int port = Ports.free();
  private Process process;

  private RealOllama(Path program, Path folder) throws IOException {
    this.program = program;
    this.folder = folder;
    start();
  }

  /** Starts it, or the test is skipped. */
  static RealOllama startOrSkip() throws IOException {
    Path program = Programs.orSkip("ollama", "ollama");
    var ollama = new RealOllama(program, Files.createTempDirectory("ollama"));
    try {
      ollama.createAll();
    } catch (IOException | RuntimeException e) {
      ollama.close();
      throw e;
    }
    return ollama;
  }

  private void createAll() throws IOException {
    ScriptedModel model =
        new ScriptedModel()
            .says("<|say|>", "It", " is", " fine", ".")
            .says("<|told|>", "The", " drawer", " was", " seen!")
            .says(
                "<|call|>",
                "<tool_call>",
                "{\"name\": \"look\", ",
                "\"arguments\": {\"what\": \"the drawer\"}}",
                "</tool_call>")
            .says("<|think|>", "<think>", "Let me", " see", "</think>", "Yes.")
            .says("<|repeat|>", "hello ", "hello ")
            .says("<|tell|>", "on", " and", "on");
    Path file = folder.resolve("model.gguf");
    model.write(file, Map.of());
    create(CLERK, file, CLERK_TEMPLATE);
    create(TELLER, file, PLAIN_TEMPLATE + "<|tell|>");
    create(PARROT, file, PLAIN_TEMPLATE + "<|repeat|>");
    create(THINKER, file, THINKER_TEMPLATE);
    // a model that says how it pools is one for embeddings
    model.write(file, Map.of("llama.pooling_type", 1, "llama.context_length", 512));
    create(LETTERS, file, "{{ .Prompt }}");
  }

  /** Starts it again, whether it was killed or not. */
  void restart() throws IOException {
    kill();
    start();
  }

  private void start() throws IOException {
    process = builder("serve").redirectOutput(folder.resolve("log").toFile()).start();
    Awaitility.await("Ollama, see " + folder)
        .atMost(LONG)
        .failFast("it ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(() -> get("/api/version").has("version"));
  }

  private ProcessBuilder builder(String... arguments) {
    var builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OLLAMA_"));
    environment.put("HOME", folder.toString());
    environment.put("OLLAMA_HOST", "127.0.0.1:" + port);
    environment.put("OLLAMA_MODELS", folder.resolve("models").toString());
    // one model and one who waits, so that it can be full
    environment.put("OLLAMA_MAX_LOADED_MODELS", "1");
    environment.put("OLLAMA_MAX_QUEUE", "1");
    // nobody listens there, so that no test asks the registry of Ollama
    environment.put("HTTPS_PROXY", "http://127.0.0.1:1");
    return builder;
  }

  /**
   * Makes a model.
   *
   * @param file of its weights
   * @param template how a conversation becomes a text
   */
  private void create(String name, Path file, String template) throws IOException {
    Path modelfile =
        Files.writeString(
            folder.resolve(name + ".modelfile"),
            // two threads wait for each other where others need the processors as well
            "FROM %s\nPARAMETER num_thread 1\nTEMPLATE \"\"\"%s\"\"\"\n".formatted(file, template));
    Path log = folder.resolve("create.log");
    Process creates =
        builder("create", name, "-f", modelfile.toString()).redirectOutput(log.toFile()).start();
    if (creates.onExit().orTimeout(1, TimeUnit.MINUTES).join().exitValue() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  JsonNode get(String path) throws IOException {
    try (InputStream in = url().resolve(path).toURL().openStream()) {
      return JSON.readTree(in);
    }
  }

  /** Whether it has a model in its memory. */
  boolean hasLoaded(String model) throws IOException {
    return get("/api/ps").findValuesAsText("name").contains(model + ":latest");
  }

  /** Kills the process that a model runs in; the server goes on. */
  void killRunners() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills all of it. */
  void kill() {
    List<ProcessHandle> runners = process.descendants().toList();
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    runners.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    kill();
    FileSystemUtils.deleteRecursively(folder);
  }
}
