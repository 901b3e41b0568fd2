package com.millyweb.hub.connect.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.event.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the folders that are watched are read, and nothing else. */
class FolderFilesTest {
  @TempDir private Path temporary;
  private Path folder;
  private FolderFiles files;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectory(temporary.resolve("documents"));
    files =
        new FolderFiles(
            new ConnectProperties(
                Map.of("docs", folder, "other", temporary), List.of("docs"), Map.of()));
  }

  private @Nullable String read(String path) throws IOException {
    try (var content = files.read("docs", path)) {
      return content == null ? null : new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void file_is_read() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("house")).resolve("a.md"), "one");
    assertThat(read("house/a.md")).isEqualTo("one");
  }

  @Test
  void what_is_no_file_any_more_is_not_there() throws Exception {
    assertThat(read("a.md")).isNull();
    assertThat(read("house/cellar/a.md")).isNull();
    Files.createDirectory(folder.resolve("a.md"));
    assertThat(read("a.md")).isNull();
    Files.writeString(folder.resolve("house"), "a file now");
    assertThat(read("house/a.md")).isNull();
    assertThat(read("house/cellar/a.md")).isNull();
  }

  @Test
  void failure_says_nothing_of_the_file() throws Exception {
    assertThatThrownBy(() -> read("x".repeat(300))).isInstanceOf(IOException.class);
    Files.delete(folder);
    assertThatThrownBy(() -> read("a.md")).isInstanceOf(IOException.class);
  }

  @Test
  void folder_that_is_a_link_is_read() throws Exception {
    Path disk = Files.move(folder, temporary.resolve("disk"));
    Files.createSymbolicLink(folder, disk);
    Files.writeString(disk.resolve("a.md"), "one");
    assertThat(read("a.md")).isEqualTo("one");
  }

  @Test
  void what_lies_elsewhere_is_refused() throws Exception {
    Path outside = Files.writeString(temporary.resolve("secret.md"), "secret");
    Files.createSymbolicLink(folder.resolve("link.md"), outside);
    for (String path : List.of("link.md", "../secret.md", "../missing.md", outside.toString())) {
      assertThatThrownBy(() -> read(path))
          .isInstanceOf(PermanentFailure.class)
          .hasMessage("'%s' leads out of the folder 'docs'".formatted(path));
    }
    assertThatThrownBy(() -> files.read("other", "secret.md"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("'other' is none of hub.connect.watch");
  }
}
