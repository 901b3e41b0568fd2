/**
 * MinIO, RustFS and other servers that speak S3, both ways: what their notifications tell become
 * events, and {@code object:} steps store, read and list what lies there.
 */
@NullMarked
package com.millyweb.hub.service.minio;

import org.jspecify.annotations.NullMarked;
