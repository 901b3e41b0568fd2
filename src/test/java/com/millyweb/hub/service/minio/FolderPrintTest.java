package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a folder is as it was when it was looked at last. */
class FolderPrintTest {
  @TempDir private Path folder;
  private Path house;

  @BeforeEach
  void make() throws IOException {
    house = Files.createDirectories(folder.resolve("house"));
    Files.writeString(house.resolve("lease.txt"), "a lease");
    // longer ago than the clock of files is coarse
    Files.setLastModifiedTime(house, FileTime.from(Instant.now().minusSeconds(10)));
  }

  @Test
  void folder_that_nobody_touched_is_the_same() throws IOException {
    assertThat(FolderPrint.of(folder)).isEqualTo(FolderPrint.of(folder));
  }

  /** It may have been seen meanwhile, and its end would be missed. */
  @Test
  void folder_in_which_a_file_came_and_went_is_another() throws IOException {
    long before = FolderPrint.of(folder);
    Files.delete(Files.writeString(house.resolve("note.txt"), "a note"));
    assertThat(FolderPrint.of(folder)).isNotEqualTo(before);
  }

  @Test
  void folder_whose_file_has_other_content_is_another() throws IOException {
    long before = FolderPrint.of(folder);
    Files.writeString(house.resolve("lease.txt"), "a longer lease");
    assertThat(FolderPrint.of(folder)).isNotEqualTo(before);
  }
}
