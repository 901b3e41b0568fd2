package com.millyweb.hub.workbench.page;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.notify.decision.NoticeActions.Linked;
import com.millyweb.hub.notify.decision.NoticeActions.State;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.util.HtmlUtils;

/**
 * Where the actions of e-mails and phones lead: GET shows what would be done, only POST does it,
 * because scanners open links. The token in the URL is all the proof there is.
 */
@Controller
@RequestMapping("/act/{token}")
class ActionPage {
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=utf-8");
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
      <title>Hub</title><link rel="stylesheet" href="/workbench/style.css"></head>
      <body><header><span class="mark" aria-hidden="true"></span><h1>Hub</h1></header>
      <main><section class="card narrow"><h2>%s</h2><p>%s</p>%s</section></main></body></html>
      """;

  private final NoticeActions actions;
  private final Clock clock;

  ActionPage(NoticeActions actions, Clock clock) {
    this.actions = actions;
    this.clock = clock;
  }

  @GetMapping
  ResponseEntity<byte[]> show(@PathVariable String token, HttpServletResponse response) {
    Linked linked = actions.linked(token).orElse(null);
    if (linked == null) {
      return unknown(response);
    }
    State state = linked.state();
    return state.isOpen(clock.instant())
        ? page(
            response,
            HttpStatus.OK,
            state.title(),
            action(linked).text() + "?",
            "<form method=\"post\"><button>%s</button></form>"
                .formatted(HtmlUtils.htmlEscape(action(linked).text())))
        : page(response, HttpStatus.OK, state.title(), actions.closed(state) + ".", "");
  }

  @PostMapping
  ResponseEntity<byte[]> decide(@PathVariable String token, HttpServletResponse response) {
    Linked linked = actions.linked(token).orElse(null);
    if (linked == null) {
      return unknown(response);
    }
    State before = linked.state();
    if (!before.isOpen(clock.instant())) {
      return page(response, HttpStatus.CONFLICT, before.title(), actions.closed(before) + ".", "");
    }
    State now = actions.press(token, linked);
    if (now.isOpen(clock.instant())) {
      return page(response, HttpStatus.ACCEPTED, now.title(), "The hub has it and will do it.", "");
    }
    boolean ours = now.action() != null && now.action() == linked.index();
    return page(
        response,
        ours ? HttpStatus.OK : HttpStatus.CONFLICT,
        now.title(),
        ours ? action(linked).text() + ": done." : actions.closed(now) + ".",
        "");
  }

  private static Notice.Action action(Linked linked) {
    return linked.state().actions().get(linked.index());
  }

  private static ResponseEntity<byte[]> unknown(HttpServletResponse response) {
    return page(
        response, HttpStatus.NOT_FOUND, "Nothing to do", "This link is not known any more.", "");
  }

  private static ResponseEntity<byte[]> page(
      HttpServletResponse response,
      HttpStatus status,
      @Nullable String title,
      String text,
      String form) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    String html =
        PAGE.formatted(
            HtmlUtils.htmlEscape(title == null ? "A notice" : title),
            HtmlUtils.htmlEscape(text),
            form);
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .body(html.getBytes(StandardCharsets.UTF_8));
  }
}
