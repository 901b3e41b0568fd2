package com.millyweb.hub.service.minio;

/** What an {@code object:} step does. */
public enum ObjectAction {
  put,
  get,
  list,
  stat,
  copy,
  delete,
  link,
  tags
}
