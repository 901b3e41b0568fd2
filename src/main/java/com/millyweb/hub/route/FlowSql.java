package com.millyweb.hub.route;

import javax.sql.DataSource;

/** The database as {@code sql:} of routes sees it. */
@FunctionalInterface
interface FlowSql {
  /**
   * @throws IllegalArgumentException when routes can have no database here; its message says what
   *     to do
   */
  DataSource dataSource();
}
