package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.route.backtest.Backtest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A long past is run in pages, in bounded time. */
class BacktestSizeTest {
  private static final String FLOW =
      """
      - route:
          id: flow.many
          description: Tells of readings
          from:
            uri: event:meter.read
            parameters: {filter: "${body[n]} > 5000"}
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Meter", text: "read ${body[n]}"}}
      """;

  @Test
  void ten_thousand_events_take_less_than_thirty_seconds() throws Exception {
    try (var routes = RoutesFixture.prepare()) {
      routes.start(Map.of("hub.route.watch", "false"));
      JdbcClient.create(routes.database.dataSource())
          .sql(
              """
              insert into event (id, at, type, source, subject, time, content_type, data)
              select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
                     at, 'meter.read', 'test', 's', at, 'application/json',
                     convert_to('{"n":' || n || ',"pad":"' || repeat('x', 500) || '"}', 'UTF8')
                from (select n, date_trunc('milliseconds', now() - interval '1 day' + n * interval '1 second') as at
                        from generate_series(1, 10000) n) as past
              """)
          .update();
      Instant now = Instant.now();
      long begin = System.nanoTime();
      Backtest test =
          routes
              .hub()
              .bean(RouteBacktests.class)
              .run(
                  "flow/many.camel.yaml",
                  FLOW,
                  Map.of(),
                  now.minus(Duration.ofDays(2)),
                  now,
                  () -> {});
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.printf("backtest of 10,000 events: %d ms%n", took.toMillis());
      assertThat(test.stopped()).isNull();
      assertThat(test.run()).isEqualTo(10_000);
      assertThat(test.notices().now()).isEqualTo(5_000);
      assertThat(test.differences()).hasSize(200);
      assertThat(took).isLessThan(Duration.ofSeconds(30));
    }
  }
}
