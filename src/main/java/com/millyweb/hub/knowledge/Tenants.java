package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Sql;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads and writes for one tenant at a time: the database itself shows nothing of the others. What
 * it needs of the database, it makes at the first use.
 */
@Component
final class Tenants {
  private static final Logger log = LoggerFactory.getLogger(Tenants.class);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private volatile @Nullable Access access;

  /**
   * @param role null where the hub's own may do no more than it
   * @param pgvector whether its index is used
   */
  record Access(@Nullable String role, boolean pgvector) {}

  Tenants(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(transactions);
  }

  /**
   * Runs in one transaction, which sees and writes rows of the tenant alone.
   *
   * @throws IllegalArgumentException when it is no name of a tenant
   */
  <T extends @Nullable Object> T in(String tenant, Function<JdbcClient, T> work) {
    DocumentPlace.requireTenant(tenant);
    Access access = access();
    return transactions.execute(
        status -> {
          jdbc.sql(Sql.read("knowledge/tenant"))
              .param("tenant", tenant)
              .param("role", access.role(), Types.VARCHAR)
              .query((row, number) -> row.getString(1))
              .single();
          return work.apply(jdbc);
        });
  }

  /** All that ever stored something. */
  List<String> all() {
    return jdbc.sql("select tenant from knowledge_tenant order by tenant")
        .query(String.class)
        .list();
  }

  Access access() {
    Access known = access;
    return known == null ? prepare() : known;
  }

  private synchronized Access prepare() {
    if (access == null) {
      boolean pgvector = extension();
      access =
          transactions.execute(
              status -> {
                jdbc.sql(Sql.read("knowledge/lock")).query((row, number) -> 0).list();
                String role =
                    jdbc.sql("select knowledge_role()")
                        .query((row, number) -> String.valueOf(row.getString(1)))
                        .single();
                String name = role.equals("null") ? null : role;
                jdbc.sql(
                        Sql.read(
                            pgvector ? "knowledge/nearest-pgvector" : "knowledge/nearest-plain"))
                    .update();
                jdbc.sql(
                        Sql.read("knowledge/nearest-rights")
                            .formatted(name == null ? "current_user" : "\"" + name + "\""))
                    .update();
                return new Access(name, pgvector);
              });
      log.debug("Knowledge is read as {}", access);
    }
    return access;
  }

  /** Whether pgvector is there, and new enough: halfvec came with 0.7, iterative scans with 0.8. */
  private boolean extension() {
    String version =
        jdbc.sql(Sql.read("knowledge/extension"))
            .query((row, number) -> String.valueOf(row.getString(1)))
            .single();
    if (!version.matches("(0\\.([8-9]|\\d\\d)|[1-9]\\d*\\.\\d+).*")) {
      return false;
    }
    try {
      jdbc.sql("create extension if not exists vector").update();
      return true;
    } catch (RuntimeException e) {
      log.warn(
          "pgvector {} is installed and cannot be used, so knowledge is searched without: {}",
          version,
          e.getMessage());
      return false;
    }
  }
}
