package com.millyweb.hub.service.minio;

import com.millyweb.hub.event.PermanentFailure;
import io.minio.errors.ErrorResponseException;
import java.util.Objects;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** What a server said no with. */
final class StorageFailure {
  private static final Set<String> FOR_GOOD =
      Set.of("NoSuchKey", "NoSuchBucket", "NoSuchObject", "InvalidBucketName", "EntityTooLarge");

  private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchBucket");

  private StorageFailure() {}

  static String reason(Exception failure) {
    return failure instanceof ErrorResponseException refused
        ? reason(refused)
        : Objects.requireNonNullElse(
            NestedExceptionUtils.getMostSpecificCause(failure).getMessage(),
            failure.getClass().getSimpleName());
  }

  static String reason(ErrorResponseException failure) {
    return "%s: %s".formatted(failure.errorResponse().code(), failure.errorResponse().message());
  }

  /**
   * Whether the server has no object of that name. Without a bucket some requests are answered with
   * the one reason and some with the other.
   */
  static boolean isMissing(Exception failure) {
    return failure instanceof ErrorResponseException refused
        && MISSING.contains(refused.errorResponse().code());
  }

  /** As a flow fails with it: at once where another attempt cannot help. */
  static Exception of(String what, Exception failure) {
    if (failure instanceof ErrorResponseException refused) {
      String message = "%s: %s".formatted(what, reason(refused));
      return FOR_GOOD.contains(refused.errorResponse().code())
          ? new PermanentFailure(message, failure)
          : new IllegalStateException(message, failure);
    }
    return failure;
  }
}
