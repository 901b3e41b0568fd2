/** Events of MinIO, RustFS and other servers that speak S3. */
@NullMarked
package com.millyweb.hub.service.minio;

import org.jspecify.annotations.NullMarked;
