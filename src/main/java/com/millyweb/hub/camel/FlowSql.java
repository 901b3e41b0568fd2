package com.millyweb.hub.camel;

import javax.sql.DataSource;

/** The database as {@code sql:} of routes sees it. */
@FunctionalInterface
public interface FlowSql {
  /**
   * @throws IllegalArgumentException when routes can have no database here; its message says what
   *     to do
   */
  DataSource dataSource();
}
