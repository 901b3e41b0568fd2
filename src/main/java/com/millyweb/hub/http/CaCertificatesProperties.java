package com.millyweb.hub.http;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the hub's clients trust besides the public authorities; read by {@link
 * CertificateAuthorities} before anything else is there.
 *
 * @param caCertificates files of certificates, PEM or DER, each with one or more of them
 */
@ConfigurationProperties("hub")
record CaCertificatesProperties(@DefaultValue List<Path> caCertificates) {}
