package com.millyweb.hub.workbench.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;

/** Writes why somebody is not let in, where Spring MVC does not reach: in the filter. */
public interface RefusalWriter {
  void write(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException;

  /** The database does not answer. */
  void unavailable(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
