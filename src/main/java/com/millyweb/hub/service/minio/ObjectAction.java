package com.millyweb.hub.service.minio;

import java.util.Arrays;
import java.util.Optional;

/** What an {@code object:} step does. */
public enum ObjectAction {
  put,
  get,
  list,
  stat,
  copy,
  delete,
  link,
  tags;

  static Optional<ObjectAction> of(String name) {
    return Arrays.stream(values()).filter(action -> action.name().equals(name)).findFirst();
  }
}
