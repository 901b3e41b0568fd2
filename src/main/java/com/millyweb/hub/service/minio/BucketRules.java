package com.millyweb.hub.service.minio;

import com.millyweb.hub.service.minio.S3Properties.Bucket;
import com.millyweb.hub.service.minio.S3Properties.Expiry;
import io.minio.DeleteBucketLifecycleArgs;
import io.minio.GetBucketLifecycleArgs;
import io.minio.GetBucketVersioningArgs;
import io.minio.MinioClient;
import io.minio.SetBucketLifecycleArgs;
import io.minio.SetBucketVersioningArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Expiration;
import io.minio.messages.LifecycleConfiguration;
import io.minio.messages.LifecycleRule;
import io.minio.messages.ResponseDate;
import io.minio.messages.RuleFilter;
import io.minio.messages.Status;
import io.minio.messages.VersioningConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration wants of one bucket, brought to its server: versioning, and when objects
 * expire. Rules of others stay as they are. What the server cannot do the hub does itself.
 */
record BucketRules(MinioClient client, String bucket, List<Wanted> wanted) {
  private static final Logger log = LoggerFactory.getLogger(BucketRules.class);

  /** Rules whose names begin so are the hub's own. */
  private static final String OWN = "hub-";

  private static final Set<String> CAN_NOT =
      Set.of("NotImplemented", "MethodNotAllowed", "NotSupported", "XNotImplemented");

  /**
   * An entry of the configuration.
   *
   * @param name in {@code hub.s3.buckets}
   */
  record Wanted(String name, Place place, Bucket bucket) {}

  /**
   * What came of it.
   *
   * @param sweeps what the hub itself has to delete, because the server does not
   * @param refused why the server did not take the rules from this account; null when it has them,
   *     or knows none
   */
  record Applied(List<ExpirySweep> sweeps, @Nullable String refused) {}

  /**
   * Where versions are wanted and refused, nothing else is done: what is deleted could not be
   * brought back.
   */
  Applied apply() throws Exception {
    if (wanted.stream().anyMatch(one -> one.bucket.versioning())) {
      keepVersions();
    }
    List<LifecycleRule> rules = new ArrayList<>();
    List<ExpirySweep> all = new ArrayList<>();
    List<ExpirySweep> own = new ArrayList<>();
    for (Wanted one : wanted) {
      for (Expiry expiry : one.bucket.expire()) {
        Duration after = Objects.requireNonNull(expiry.after());
        String prefix = one.place.prefix() + expiry.prefix();
        var sweep = new ExpirySweep(new Place(bucket, prefix), after);
        all.add(sweep);
        if (after.equals(Duration.ofDays(after.toDays()))) {
          rules.add(rule("%s%s-%d".formatted(OWN, one.name, rules.size() + 1), prefix, after));
        } else {
          // servers count days
          own.add(sweep);
        }
      }
    }
    try {
      setRules(rules);
      return new Applied(own, null);
    } catch (ErrorResponseException e) {
      if (canNot(e) || mayNot(e) && rules.isEmpty()) {
        return new Applied(all, null);
      }
      if (mayNot(e)) {
        return new Applied(all, StorageFailure.reason(e));
      }
      throw e;
    }
  }

  private static LifecycleRule rule(String id, String prefix, Duration after) {
    return new LifecycleRule(
        Status.ENABLED,
        null,
        new Expiration((ResponseDate) null, Math.toIntExact(after.toDays()), null),
        new RuleFilter(prefix),
        id,
        null,
        null,
        null);
  }

  private void keepVersions() throws Exception {
    try {
      var status =
          client
              .getBucketVersioning(GetBucketVersioningArgs.builder().bucket(bucket).build())
              .status();
      if (status != VersioningConfiguration.Status.ENABLED) {
        client.setBucketVersioning(
            SetBucketVersioningArgs.builder()
                .bucket(bucket)
                .config(new VersioningConfiguration(VersioningConfiguration.Status.ENABLED, null))
                .build());
        log.info("The bucket {} keeps versions from now on", bucket);
      }
    } catch (ErrorResponseException e) {
      if (!canNot(e)) {
        throw e;
      }
      log.warn(
          "hub.s3.buckets.{}.versioning is true, but the object storage keeps no versions of objects: what is overwritten or deleted in the bucket {} is gone",
          wanted.get(0).name,
          bucket);
    }
  }

  private void setRules(List<LifecycleRule> rules) throws Exception {
    List<LifecycleRule> known = rules();
    List<LifecycleRule> all = new ArrayList<>(known.stream().filter(rule -> !isOwn(rule)).toList());
    Set<String> before = new TreeSet<>();
    known.stream().filter(BucketRules::isOwn).forEach(rule -> before.add(text(rule)));
    Set<String> after = new TreeSet<>();
    rules.forEach(rule -> after.add(text(rule)));
    if (before.equals(after)) {
      return;
    }
    all.addAll(rules);
    if (all.isEmpty()) {
      client.deleteBucketLifecycle(DeleteBucketLifecycleArgs.builder().bucket(bucket).build());
    } else {
      client.setBucketLifecycle(
          SetBucketLifecycleArgs.builder()
              .bucket(bucket)
              .config(new LifecycleConfiguration(all))
              .build());
    }
    log.info("The bucket {} has {} rules of the hub from now on", bucket, rules.size());
  }

  private List<LifecycleRule> rules() throws Exception {
    @Nullable LifecycleConfiguration known =
        client.getBucketLifecycle(GetBucketLifecycleArgs.builder().bucket(bucket).build());
    return known == null || known.rules() == null ? List.of() : known.rules();
  }

  private static boolean isOwn(LifecycleRule rule) {
    return rule.id() != null && rule.id().startsWith(OWN);
  }

  private static String text(LifecycleRule rule) {
    RuleFilter filter = rule.filter();
    Expiration expiration = rule.expiration();
    return "%s|%s|%s|%s"
        .formatted(
            rule.id(),
            rule.status(),
            filter == null || filter.prefix() == null ? "" : filter.prefix(),
            expiration == null ? "" : expiration.days());
  }

  private static boolean mayNot(ErrorResponseException refusal) {
    return refusal.response().code() == 403;
  }

  private static boolean canNot(ErrorResponseException refusal) {
    return refusal.response().code() == 501
        || refusal.response().code() == 405
        || CAN_NOT.contains(refusal.errorResponse().code());
  }
}
