package com.millyweb.hub.route.check;

import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells of calls to addresses that the hub would refuse each time. */
final class AddressCheck {
  private static final Pattern CALL =
      Pattern.compile(
          "(https?):/*(?:(https?)://)?([^/?#:\\[\\]]+|\\[[^\\]]*])(?::(\\d{1,5}))?(?:[/?#].*)?");

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final EgressCheck egress;

  AddressCheck(EgressCheck egress) {
    this.egress = egress;
  }

  void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      Matcher call = CALL.matcher(EndpointCatalogue.uri(use));
      if (use.role() == Role.CONSUMER || !call.matches()) {
        continue;
      }
      String scheme = call.group(2) == null ? call.group(1) : call.group(2);
      String port = call.group(4);
      String refusal =
          egress.refusal(
              call.group(3),
              port != null ? Integer.parseInt(port) : scheme.equals("http") ? HTTP : HTTPS);
      if (refusal != null) {
        outline.problems.add(Problem.warning(outline.text.file(), Position.of(use.uri()), refusal));
      }
    }
  }
}
