package com.millyweb.hub.ingress;

import org.jspecify.annotations.Nullable;

/** A kind of door. Its file may change while the hub runs, and all of its sources see that. */
public final class Kind {
  private final String name;
  private final @Nullable String scheme;
  private volatile KindOptions options;

  /**
   * @param scheme the bean of its file that verifies; null where the file was not readable
   */
  Kind(String name, @Nullable String scheme, KindOptions options) {
    this.name = name;
    this.scheme = scheme;
    this.options = options;
  }

  /** A kind whose file says nothing more than its name. */
  public static Kind named(String name) {
    return new Kind(name, null, KindOptions.NONE);
  }

  String name() {
    return name;
  }

  @Nullable String scheme() {
    return scheme;
  }

  public KindOptions options() {
    return options;
  }

  void change(KindOptions options) {
    this.options = options;
  }
}
