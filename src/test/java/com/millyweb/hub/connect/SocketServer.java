package com.millyweb.hub.connect;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with one WebSocket at {@code /}: it hears what it is sent, and says what a test says. */
final class SocketServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Set<Session> sessions = new CopyOnWriteArraySet<>();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();

  SocketServer(int port) throws Exception {
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    var connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(port);
    tomcat.setConnector(connector);
    var context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "none", new DefaultServlet());
    context.addServletMappingDecoded("/*", "none");
    context.addServletContainerInitializer(new WsSci(), null);
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          try {
            ((ServerContainer) servlets.getAttribute(ServerContainer.class.getName()))
                .addEndpoint(
                    ServerEndpointConfig.Builder.create(Line.class, "/")
                        .configurator(new Lines())
                        .build());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        null);
    tomcat.start();
  }

  boolean isUsed() {
    return !sessions.isEmpty();
  }

  /** To all that are connected. */
  void say(String text) throws Exception {
    for (Session session : sessions) {
      session.getBasicRemote().sendText(text);
    }
  }

  void say(byte[] bytes) throws Exception {
    for (Session session : sessions) {
      session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
    }
  }

  /** One text in two frames. */
  void sayInParts(String first, String second) throws Exception {
    for (Session session : sessions) {
      session.getBasicRemote().sendText(first, false);
      session.getBasicRemote().sendText(second, true);
    }
  }

  /** One text whose end does not come, in empty frames. */
  void sayNothingWithoutEnd(int frames) throws Exception {
    for (Session session : sessions) {
      for (int i = 0; i < frames && session.isOpen(); i++) {
        session.getBasicRemote().sendText("", false);
      }
    }
  }

  List<Object> heard() {
    return List.copyOf(heard);
  }

  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** Ends with all its connections. */
  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  private final class Lines extends ServerEndpointConfig.Configurator {
    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(new Line(SocketServer.this));
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      authorizations.addAll(request.getHeaders().getOrDefault("Authorization", List.of()));
    }
  }

  /** One connection. */
  public static final class Line extends Endpoint {
    private final SocketServer server;

    Line(SocketServer server) {
      this.server = server;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.addMessageHandler(String.class, (MessageHandler.Whole<String>) server.heard::add);
      session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) server.heard::add);
      server.sessions.add(session);
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
      server.sessions.remove(session);
    }
  }
}
