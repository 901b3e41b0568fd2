package com.millyweb.hub.connect.folder;

/**
 * A file as its last event describes it.
 *
 * @param number of that event among those of its path; larger than that of each one before it, also
 *     of those before the file was removed and came back
 */
record ToldFile(long size, long modified, long number) {
  boolean isSame(SeenFile file) {
    return size == file.size() && modified == file.modified();
  }
}
