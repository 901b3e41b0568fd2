package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.Reach;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens what the hub's routes may use; where it leads does not matter, as nothing is reached. */
record TrialReach(Reach hub) implements Reach {
  @Override
  public Set<String> schemes() {
    return hub.schemes();
  }

  @Override
  public boolean mayBegin(String scheme) {
    return hub.mayBegin(scheme);
  }

  @Override
  public String address(String uri) {
    return uri;
  }

  @Override
  public void confine(Endpoint endpoint) {}

  @Override
  public @Nullable DataSource database(String name) {
    return new PGSimpleDataSource();
  }

  @Override
  public ClassLoader classes() {
    return hub.classes();
  }

  @Override
  public String missing(String scheme) {
    return hub.missing(scheme);
  }
}
