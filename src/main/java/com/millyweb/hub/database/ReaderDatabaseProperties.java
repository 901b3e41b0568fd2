package com.millyweb.hub.database;

import com.millyweb.hub.secret.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The login with which {@code query:hub} asks an external Postgres whose hub may not make roles.
 *
 * @param user a login role without any privilege of its own; made by the hub when absent
 * @param password of that role
 */
@ConfigurationProperties("hub.db.read")
record ReaderDatabaseProperties(@Nullable String user, @Nullable Secret password) {}
