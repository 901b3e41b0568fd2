package com.millyweb.hub.connect.table;

/** A table that the configuration names is not there, or not for this login. */
final class NoSuchTable extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NoSuchTable(String table) {
    super("there is no table '%s'".formatted(table));
  }
}
