package com.millyweb.hub.connect;

import java.io.File;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileProducer;
import org.apache.camel.spi.PropertyConfigurer;

/** Camel's {@code file:}, which writes no file without a name: that would be the folder itself. */
final class GuardedFiles extends FileComponent {

  @Override
  public PropertyConfigurer getEndpointPropertyConfigurer() {
    return CamelSetters.ofEndpoint(getCamelContext(), Folders.SCHEME);
  }

  @Override
  protected GenericFileEndpoint<File> buildFileEndpoint(
      String uri, String remaining, Map<String, Object> parameters) throws Exception {
    GenericFileEndpoint<File> made = super.buildFileEndpoint(uri, remaining, parameters);
    var endpoint = new Named(uri, this);
    endpoint.setFile(((FileEndpoint) made).getFile());
    endpoint.setConfiguration(made.getConfiguration());
    return endpoint;
  }

  private static final class Named extends FileEndpoint {
    Named(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public GenericFileProducer<File> createProducer() throws Exception {
      // checks the options
      super.createProducer();
      return new GenericFileProducer<>(this, new FileOperations(this)) {
        @Override
        public String createFileName(Exchange exchange) {
          String path = super.createFileName(exchange);
          String folder = getConfiguration().getDirectory();
          if (path.endsWith(File.separator) || path.equals(folder)) {
            throw new IllegalArgumentException(
                "The header CamelFileName (or the option fileName) must name a file, was: '%s'"
                    .formatted(path.substring(Math.min(path.length(), folder.length() + 1))));
          }
          return path;
        }
      };
    }
  }
}
