package com.millyweb.hub.route;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ForeignTools;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.event.Subscriptions;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.model.ModelProperties;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.route.backtest.BacktestProperties;
import com.millyweb.hub.route.backtest.Backtests;
import com.millyweb.hub.route.check.JavaRouteNames;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.Samples;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Assembles the loader. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

  @Bean
  RouteFiles routeFiles(
      HubProperties hub,
      RouteProperties properties,
      PackagedRoutes packaged,
      KnownBeans beans,
      RouteValues values,
      Channels channels,
      ModelProperties models,
      ForeignTools foreign,
      Capabilities capabilities,
      Reach reach,
      CamelContext camel,
      SwappableEndpointMapping doors,
      SwappableEndpointConfiguration.Boot boot,
      RouteHistory history,
      Subscriptions subscriptions,
      VerdictNotices notices,
      VerdictEvents verdictEvents,
      HubWords hubWords,
      Backtests backtests,
      BacktestProperties backtest,
      MeterRegistry registry,
      Clock clock) {
    var folder = RouteFolder.of(hub.routes(), System::nanoTime);
    var words = new NoticeFiles(folder, packaged);
    hubWords.readFrom(folder::notice);
    var layers = new RouteLayers(folder, packaged, words, history);
    var check =
        new RouteCheck(
            beans,
            values,
            channels.names(),
            models.names(),
            foreign::mayFit,
            Samples.of(hub.routes(), packaged),
            layers::cameWithTheHub,
            EgressCheck.of(hub.egress().allow()),
            reach);
    var states = new RouteFileStates(check);
    var review = new RouteReview(states, check, new JavaRouteNames(camel));
    var swap = new RouteSwap(camel, capabilities, doors, properties.drain());
    var updates = new SubscriptionUpdates(subscriptions, clock);
    var ending = new HubEnding(swap);
    var verdicts = new Verdicts(notices, verdictEvents, clock, registry);
    var outcomes = new RouteOutcomes(states, history, updates, verdicts, clock, ending);
    var withPolicies = new PolicySwap(states, swap);
    var start = new RouteStart(layers, review, withPolicies, history, outcomes, ending);
    var saved = new SavedEdits(backtests, states, history, clock, backtest);
    var edits =
        new RouteEdits(
            folder,
            words,
            states,
            review,
            withPolicies,
            new BusyFiles(swap),
            outcomes,
            saved,
            clock);
    var loader =
        new RouteLoader(
            folder,
            layers,
            states,
            start,
            edits,
            new HubWordsReview(folder, verdicts),
            outcomes,
            ending,
            clock);
    return new RouteFiles(
        loader, states, words, review, history, swap, camel, properties, boot, saved);
  }
}
