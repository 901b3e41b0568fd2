/**
 * Changes of tables in other databases, as events: captured in an outbox there by triggers that the
 * hub installs, and brought from there to the log.
 */
@NullMarked
package com.millyweb.hub.connect.table;

import org.jspecify.annotations.NullMarked;
