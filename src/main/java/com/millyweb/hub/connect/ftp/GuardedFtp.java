package com.millyweb.hub.connect.ftp;

import com.millyweb.hub.connect.CamelSetters;
import com.millyweb.hub.http.GuardedSockets;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.component.file.remote.FtpComponent;
import org.apache.camel.component.file.remote.FtpEndpoint;
import org.apache.camel.component.file.remote.FtpsComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.commons.net.ftp.FTPFile;

/** Camel's {@code ftp:} and {@code ftps:} with the hub's sockets. */
public final class GuardedFtp {
  private static final String SOCKETS = "ftpClient.socketFactory";

  private GuardedFtp() {}

  public static Component ftp(GuardedSockets sockets) {
    return new FtpComponent() {
      @Override
      public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CamelSetters.ofEndpoint(getCamelContext(), "ftp");
      }

      @Override
      protected void extractAndSetFtpClientParameters(
          Map<String, Object> parameters, FtpEndpoint<FTPFile> endpoint) {
        parameters.put(SOCKETS, of(sockets, endpoint));
        super.extractAndSetFtpClientParameters(parameters, endpoint);
      }
    };
  }

  public static Component ftps(GuardedSockets sockets) {
    return new FtpsComponent() {
      @Override
      public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CamelSetters.ofEndpoint(getCamelContext(), "ftps");
      }

      @Override
      protected void extractAndSetFtpClientParameters(
          Map<String, Object> parameters, FtpEndpoint<FTPFile> endpoint) {
        parameters.put(SOCKETS, of(sockets, endpoint));
        super.extractAndSetFtpClientParameters(parameters, endpoint);
      }
    };
  }

  private static GuardedSockets of(GuardedSockets sockets, FtpEndpoint<?> endpoint) {
    var configuration = endpoint.getConfiguration();
    return sockets.withPortsOf(configuration.getHost(), configuration.getPort());
  }
}
