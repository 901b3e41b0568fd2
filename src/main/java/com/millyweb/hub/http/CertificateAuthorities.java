package com.millyweb.hub.http;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Trusts the authorities of {@code hub.ca-certificates} besides those that Java trusts.
 *
 * <p>Every client of the hub (HTTP, Camel's HTTP, SMTP, Postgres) has a way of its own to a TLS
 * context, and all of them read the system properties of the trust store. So there is one store, in
 * the hub's home, and it is named before any client exists.
 */
final class CertificateAuthorities implements EnvironmentPostProcessor {
  /** Holds nothing secret; the format wants a password. */
  private static final String PASSWORD = "changeit";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Binder binder = Binder.get(environment);
    List<Path> files =
        binder.bind("hub.ca-certificates", Bindable.listOf(Path.class)).orElse(List.of());
    if (!files.isEmpty()) {
      Path home = binder.bind("hub.home", Path.class).orElse(Path.of(".hub"));
      trust(files, home.resolve("ca-certificates.p12"));
    }
  }

  /** Writes the store, and has every client of this JVM use it. */
  static void trust(List<Path> files, Path target) {
    try {
      KeyStore store = publicAuthorities();
      for (Path file : files) {
        int number = 0;
        for (Certificate certificate : read(file)) {
          store.setCertificateEntry("hub-%s-%d".formatted(file, number++), certificate);
        }
      }
      write(store, target);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationProblem(
          "The certificates of hub.ca-certificates cannot be written to %s: %s"
              .formatted(target, e.getMessage()),
          e);
    }
    System.setProperty("javax.net.ssl.trustStore", target.toAbsolutePath().toString());
    System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  private static KeyStore publicAuthorities() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    int number = 0;
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager authorities) {
        for (X509Certificate certificate : authorities.getAcceptedIssuers()) {
          store.setCertificateEntry("java-" + number++, certificate);
        }
      }
    }
    return store;
  }

  private static Collection<? extends Certificate> read(Path file) {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "hub.ca-certificates names a file that cannot be read: " + file, e);
    } catch (CertificateException e) {
      throw new ConfigurationProblem(
          "hub.ca-certificates names a file that is no certificate in PEM or DER: " + file, e);
    }
    if (certificates.isEmpty()) {
      throw new ConfigurationProblem(
          "hub.ca-certificates names a file without a certificate: " + file);
    }
    return certificates;
  }

  /** In one go, because a hub that already runs may read it. */
  private static void write(KeyStore store, Path target)
      throws GeneralSecurityException, IOException {
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, "ca-certificates", ".tmp");
    try (OutputStream out = Files.newOutputStream(written)) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
