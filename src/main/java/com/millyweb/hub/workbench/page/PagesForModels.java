package com.millyweb.hub.workbench.page;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * What teaches a model to write flows (<a href="https://llmstxt.org">llmstxt.org</a>): a page that
 * suffices for most of them, and the manual. They are the same in every hub and tell nothing of
 * this one.
 */
@Controller
class PagesForModels {
  private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=utf-8");
  private static final Resource PAGE = new ClassPathResource("static/llms.txt");
  private static final Resource MANUAL = new ClassPathResource("routes/README.md");

  @GetMapping("/llms.txt")
  ResponseEntity<Resource> page() {
    return plain(PAGE);
  }

  @GetMapping("/llms-full.txt")
  ResponseEntity<Resource> manual() {
    return plain(MANUAL);
  }

  private static ResponseEntity<Resource> plain(Resource text) {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .header("X-Content-Type-Options", "nosniff")
        .cacheControl(CacheControl.noCache())
        .body(text);
  }
}
