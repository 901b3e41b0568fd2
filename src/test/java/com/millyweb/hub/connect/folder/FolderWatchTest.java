package com.millyweb.hub.connect.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.FileSystemUtils;

/** Each change of a folder is told once, also over restarts, and what is not seen is not told. */
class FolderWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant MONDAY = Instant.parse("2026-11-02T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-03T08:00:00Z");

  @TempDir private Path temporary;
  private Path home;
  private Path folder;
  private final FolderLog log = new FolderLog();
  private FolderWatch watch;

  @BeforeEach
  void start() throws Exception {
    home = Files.createDirectory(temporary.resolve("home"));
    folder = Files.createDirectory(temporary.resolve("documents"));
    restart();
  }

  private void restart() throws IOException {
    watch = new FolderWatch("docs", folder, home, () -> log);
  }

  private void write(String path, Instant modified, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private void writeMany() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("%02d.md".formatted(i), MONDAY, "text");
    }
  }

  private static List<String> many(String kind) {
    return IntStream.range(0, 12).mapToObj(i -> "%s %02d.md".formatted(kind, i)).toList();
  }

  /** What two looks tell, which is what a change takes at least. */
  private List<String> told() throws IOException {
    assertThat(watch.look()).isNull();
    assertThat(watch.look()).isNull();
    return log.told();
  }

  @Test
  void new_changed_and_removed_files_are_told_once() throws Exception {
    write("a.md", MONDAY, "one");
    write("house/b.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md", "created house/b.md");
    write("a.md", TUESDAY, "two");
    assertThat(told()).containsExactly("changed a.md");
    Files.delete(folder.resolve("house/b.md"));
    assertThat(told()).containsExactly("removed house/b.md");
    restart();
    assertThat(told()).isEmpty();
  }

  @Test
  void file_that_is_being_written_is_left_alone() throws Exception {
    for (int i = 1; i < 5; i++) {
      write("a.md", MONDAY, "x".repeat(i));
      watch.look();
      assertThat(log.told()).isEmpty();
    }
    assertThat(told()).containsExactly("created a.md");
  }

  @Test
  void links_and_hidden_files_are_none() throws Exception {
    Path outside = Files.writeString(temporary.resolve("secret.md"), "secret");
    Files.createSymbolicLink(folder.resolve("link.md"), outside);
    write(".hidden.md", MONDAY, "one");
    write(".hidden/a.md", MONDAY, "one");
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
  }

  @Test
  void deleted_file_that_is_restored_comes_back_as_often_as_it_is() throws Exception {
    for (int i = 0; i < 3; i++) {
      write("a.md", MONDAY, "one");
      assertThat(told()).containsExactly("created a.md");
      Files.delete(folder.resolve("a.md"));
      assertThat(told()).containsExactly("removed a.md");
      restart();
    }
  }

  @Test
  void file_that_changes_to_and_fro_is_told_each_time() throws Exception {
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
    for (int i = 0; i < 3; i++) {
      write("a.md", TUESDAY, "two");
      assertThat(told()).containsExactly("changed a.md");
      write("a.md", MONDAY, "one");
      assertThat(told()).containsExactly("changed a.md");
    }
    Files.delete(folder.resolve("a.md"));
    assertThat(told()).containsExactly("removed a.md");
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
    write("a.md", TUESDAY, "two");
    assertThat(told()).containsExactly("changed a.md");
  }

  @Test
  void event_that_was_stored_just_before_the_end_of_the_hub_is_not_stored_twice() throws Exception {
    write("a.md", MONDAY, "one");
    assertThat(toldInVain()).containsExactly("created a.md");
    assertThat(told()).isEmpty();
    write("a.md", TUESDAY, "two");
    assertThat(toldInVain()).containsExactly("changed a.md");
    assertThat(told()).isEmpty();
    Files.delete(folder.resolve("a.md"));
    assertThat(toldInVain()).containsExactly("removed a.md");
    assertThat(told()).isEmpty();
    write("a.md", TUESDAY, "two");
    assertThat(told()).containsExactly("created a.md");
  }

  /** The hub ends before it knows that the events are stored. */
  private List<String> toldInVain() throws IOException {
    log.loseAnswers(true);
    watch.look();
    assertThatThrownBy(watch::look).isInstanceOf(EventLogUnavailable.class);
    log.loseAnswers(false);
    restart();
    return log.told();
  }

  @Test
  void files_are_not_stored_twice_when_the_home_is_lost() throws Exception {
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
    FileSystemUtils.deleteRecursively(home);
    restart();
    assertThat(told()).isEmpty();
  }

  @Test
  void start_before_the_disk_is_mounted_removes_nothing() throws Exception {
    writeMany();
    assertThat(told()).isEqualTo(many("created"));
    Path disk = Files.move(folder, temporary.resolve("disk"));
    restart();
    assertThatThrownBy(watch::look).isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(folder);
    restart();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(watch::look)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("had 12 files and has none, as if its disk were not mounted");
    }
    Files.delete(folder);
    Files.move(disk, folder);
    assertThat(told()).isEmpty();
  }

  @Test
  void one_look_after_a_start_removes_nothing() throws Exception {
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
    Path disk = Files.move(folder, temporary.resolve("disk"));
    Files.createDirectory(folder);
    restart();
    watch.look();
    assertThat(log.told()).isEmpty();
    Files.delete(folder);
    Files.move(disk, folder);
    assertThat(told()).isEmpty();
  }

  @Test
  void many_files_that_were_removed_on_purpose_are_told_when_there_is_another() throws Exception {
    writeMany();
    assertThat(told()).isEqualTo(many("created"));
    for (int i = 0; i < 12; i++) {
      Files.delete(folder.resolve("%02d.md".formatted(i)));
    }
    assertThat(catchThrowable(watch::look)).isInstanceOf(IOException.class);
    write("new.md", MONDAY, "one");
    assertThat(told()).contains("created new.md").containsAll(many("removed")).hasSize(13);
  }

  @Test
  void folder_that_is_a_link_is_looked_into() throws Exception {
    write("house/a.md", MONDAY, "one");
    Path disk = Files.move(folder, temporary.resolve("disk"));
    Files.createSymbolicLink(folder, disk);
    assertThat(told()).containsExactly("created house/a.md");
    Files.delete(folder);
    assertThatThrownBy(watch::look).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void file_is_no_folder() throws Exception {
    Files.delete(folder);
    Files.writeString(folder, "one");
    assertThatThrownBy(watch::look).isInstanceOf(NotDirectoryException.class);
  }

  /**
   * The folder is moved so deep that the paths of some of its files are longer than the system
   * takes, so that not even root can read them.
   */
  @Test
  void what_cannot_be_read_is_told_as_trouble_and_stays_as_it_was_told() throws Exception {
    String closed = "c".repeat(100);
    write(closed + "/a.md", MONDAY, "one");
    write("a.md", MONDAY, "one");
    write("b.md", MONDAY, "one");
    Path disk = Files.move(folder, temporary.resolve("disk"));
    Files.createSymbolicLink(folder, disk);
    assertThat(told())
        .containsExactly("created a.md", "created b.md", "created " + closed + "/a.md");

    Path deep = temporary;
    while (deep.toString().length() < 3_800) {
      deep = deep.resolve("d".repeat(200));
    }
    deep = deep.resolve("e".repeat(4_040 - deep.toString().length() - 1));
    Files.createDirectories(deep.getParent());
    Files.move(disk, deep);
    Files.delete(folder);
    Files.createSymbolicLink(folder, deep);
    Files.delete(folder.resolve("b.md"));
    for (int i = 0; i < 3; i++) {
      assertThat(watch.look())
          .isEqualTo("'%s' cannot be read (FileSystemException)".formatted(closed));
    }
    assertThat(log.told()).containsExactly("removed b.md");
    restart();
    watch.look();
    watch.look();
    assertThat(log.told()).isEmpty();

    Files.move(deep, disk);
    Files.delete(folder);
    Files.createSymbolicLink(folder, disk);
    Files.delete(disk.resolve(closed).resolve("a.md"));
    assertThat(told()).containsExactly("removed " + closed + "/a.md");
  }

  @Test
  void file_that_vanishes_during_a_look_does_not_end_it() throws Exception {
    write("a.md", MONDAY, "one");
    assertThat(told()).containsExactly("created a.md");
    var ended = new AtomicBoolean();
    var busy =
        new Thread(
            () -> {
              try {
                while (!ended.get()) {
                  for (int i = 0; i < 50; i++) {
                    Files.createFile(Files.createDirectories(folder.resolve("d" + i)).resolve("f"));
                  }
                  for (int i = 0; i < 50; i++) {
                    FileSystemUtils.deleteRecursively(folder.resolve("d" + i));
                  }
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    busy.start();
    try {
      for (int i = 0; i < 500; i++) {
        watch.look();
      }
    } finally {
      ended.set(true);
      busy.join();
    }
    assertThat(log.told()).noneMatch(told -> told.endsWith("a.md"));
  }

  @Test
  void failure_that_nobody_foresaw_is_told_and_does_not_end_the_watch() throws Exception {
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("log", log);
    HubProperties hub =
        new Binder(new MapConfigurationPropertySource(Map.of("hub.home", home.toString())))
            .bindOrCreate("hub", HubProperties.class);
    var events =
        new FolderEvents(
            new ConnectProperties(Map.of("docs", folder), List.of("docs"), Map.of()),
            hub,
            beans.getBeanProvider(EventLog.class));
    log.fail(new IllegalStateException("something else"));
    write("a.md", MONDAY, "one");
    events.start();
    try {
      await().atMost(PATIENCE).until(() -> events.probe().level() == Level.DEGRADED);
      assertThat(events.probe().detail()).isEqualTo("docs: something else (IllegalStateException)");
      log.fail(null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(log.told()).containsExactly("created a.md"));
      await().atMost(PATIENCE).until(() -> events.probe().level() == Level.UP);
    } finally {
      events.stop();
    }
  }
}
