package com.millyweb.hub.workbench.page;

import com.millyweb.hub.workbench.access.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page at {@code /}, and the link with a one-time code that the hub prints when it starts. */
@Controller
class FirstPage {
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=utf-8");
  private static final Resource PAGE = new ClassPathResource("static/workbench/index.html");

  private final SignIn signIn;

  FirstPage(SignIn signIn) {
    this.signIn = signIn;
  }

  @GetMapping("/")
  ResponseEntity<Resource> show() {
    return ResponseEntity.ok().contentType(HTML).cacheControl(CacheControl.noCache()).body(PAGE);
  }

  /**
   * Takes the code out of the URL, so that it stays in no history, bookmark or referrer. Only who
   * opens the link uses it up: programs that look whether it is there do not.
   */
  @GetMapping(path = "/", params = "code")
  ResponseEntity<Void> signIn(@RequestParam String code, HttpServletRequest request) {
    if (request.getMethod().equals("HEAD")) {
      return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }
    String cookie = signIn.withCode(code, request).orElse(null);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(URI.create(cookie == null ? "/?refused" : "/"))
        .cacheControl(CacheControl.noStore())
        .headers(headers -> add(headers, cookie))
        .build();
  }

  /** A token does not belong in a URL, where logs and histories keep it; it is not looked at. */
  @GetMapping(path = "/", params = "token")
  ResponseEntity<Void> forget() {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(URI.create("/"))
        .cacheControl(CacheControl.noStore())
        .build();
  }

  private static void add(HttpHeaders headers, @Nullable String cookie) {
    if (cookie != null) {
      headers.add(HttpHeaders.SET_COOKIE, cookie);
    }
  }
}
