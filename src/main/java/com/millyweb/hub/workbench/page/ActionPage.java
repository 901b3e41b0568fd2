package com.millyweb.hub.workbench.page;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.notify.decision.NoticeActions.Linked;
import com.millyweb.hub.notify.decision.NoticeActions.State;
import com.millyweb.hub.notify.decision.PressWords;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
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
  private static final String PAGE = read("page/action.html");
  private static final String FORM = "<form method=\"post\"><button>%s</button></form>";

  private final NoticeActions actions;
  private final PressWords words;
  private final Clock clock;

  ActionPage(NoticeActions actions, PressWords words, Clock clock) {
    this.actions = actions;
    this.words = words;
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
            FORM.formatted(HtmlUtils.htmlEscape(action(linked).text())))
        : page(response, HttpStatus.OK, state.title(), words.closed(state) + ".", "");
  }

  @PostMapping
  ResponseEntity<byte[]> decide(@PathVariable String token, HttpServletResponse response) {
    Linked linked = actions.linked(token).orElse(null);
    if (linked == null) {
      return unknown(response);
    }
    State before = linked.state();
    if (!before.isOpen(clock.instant())) {
      return page(response, HttpStatus.CONFLICT, before.title(), words.closed(before) + ".", "");
    }
    State now = actions.press(token, linked);
    if (now.isOpen(clock.instant())) {
      return page(response, HttpStatus.ACCEPTED, now.title(), words.taken() + ".", "");
    }
    boolean ours = now.action() != null && now.action() == linked.index();
    return page(
        response,
        ours ? HttpStatus.OK : HttpStatus.CONFLICT,
        now.title(),
        (ours ? words.done(action(linked)) : words.closed(now)) + ".",
        "");
  }

  private static Notice.Action action(Linked linked) {
    return linked.state().actions().get(linked.index());
  }

  private ResponseEntity<byte[]> unknown(HttpServletResponse response) {
    return page(response, HttpStatus.NOT_FOUND, null, words.unknown(), "");
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
            HtmlUtils.htmlEscape(title == null ? "Hub" : title), HtmlUtils.htmlEscape(text), form);
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .body(html.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(String resource) {
    try {
      return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("No " + resource, e);
    }
  }
}
