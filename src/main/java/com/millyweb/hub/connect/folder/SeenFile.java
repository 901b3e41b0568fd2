package com.millyweb.hub.connect.folder;

/**
 * A file as it was when it was looked at.
 *
 * @param modified milliseconds since 1970
 */
record SeenFile(long size, long modified) {}
