package com.millyweb.hub.workbench;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.event.backlog.EngineNumbers;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.access.AdminToken;
import com.millyweb.hub.workbench.access.Sessions;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Prints where the hub is when it is ready. It goes to the console and not to the log, because the
 * link signs in, once. Where the administrator's token is configured there is none: what such a hub
 * prints is read by others.
 */
@Component
public final class Welcome {
  private final HubProperties properties;
  private final RouteFiles routes;
  private final AdminToken token;
  private final Sessions sessions;
  private final EngineNumbers numbers;
  private final ServletWebServerApplicationContext server;

  Welcome(
      HubProperties properties,
      RouteFiles routes,
      AdminToken token,
      Sessions sessions,
      EngineNumbers numbers,
      ServletWebServerApplicationContext server) {
    this.properties = properties;
    this.routes = routes;
    this.token = token;
    this.sessions = sessions;
    this.numbers = numbers;
    this.server = server;
  }

  @EventListener(ApplicationReadyEvent.class)
  void print() {
    // it was told to stop while it started
    if (server.isActive()) {
      System.out.println(text());
    }
  }

  public String text() {
    String url = "http://%s:%d/".formatted(host(), server.getWebServer().getPort());
    return """

    The hub is ready.

      open     %s
      token    %s
      routes   %s
               %s%s
      state    %s
    """
        .formatted(
            token.isGenerated() ? link(url) : url,
            token.isGenerated()
                ? properties.home().resolve(AdminToken.FILE).toAbsolutePath().normalize()
                : "as configured (HUB_ADMIN_TOKEN)",
            routes(),
            routes.summary(),
            unattended(),
            state());
  }

  /** A database that went away just now keeps no hub from its start. */
  private String link(String url) {
    try {
      return url
          + "?code="
          + sessions.link(token.reveal()).code()
          + "\n           (opens once; java -jar hub.jar token link makes a new one)";
    } catch (DataAccessException e) {
      return url;
    }
  }

  /** Empty when somebody runs every subscription. */
  private String unattended() {
    numbers.refresh();
    var now = numbers.latest();
    return now == null || now.unattendedCount() == 0
        ? ""
        : now.unattendedCount() == 1
            ? "\n           nobody runs 1 subscription, whose events are kept: " + now.unattended()
            : "\n           nobody runs %d subscriptions, whose events are kept (/api/subscriptions)"
                .formatted(now.unattendedCount());
  }

  private String routes() {
    Path folder = properties.routes().toAbsolutePath().normalize();
    return Files.isDirectory(folder)
        ? folder.toString()
        : folder
            + " (not there; a file that you put there is added, or replaces the one of the jar)";
  }

  /** Without the parameters of the URL, which may hold a password. */
  private String state() {
    String home = properties.home().toAbsolutePath().normalize().toString();
    String url = properties.db().url();
    return url == null
        ? home
        : url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//") + " and " + home;
  }

  /** An address that a browser on this machine can open. */
  private String host() {
    InetAddress bind = properties.bind();
    if (bind.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String address = bind.getHostAddress();
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }
}
