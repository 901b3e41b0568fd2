package com.millyweb.hub.notify;

import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.camel.WrittenOptions;
import com.millyweb.hub.notify.holding.Hold;
import com.millyweb.hub.notify.wording.NoticePart;
import com.millyweb.hub.notify.wording.NoticeTemplate;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** The {@code notify:} component. */
@Component("notify")
public class NotifyComponent extends DefaultComponent {

  /** What can be wrong is found here: a route's check creates endpoints, but no producers. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new NotifyEndpoint(uri, this);
    endpoint.setChannel(remaining);
    WrittenOptions.hand(parameters, (name, value) -> set(endpoint, name, value));
    template(endpoint);
    // a check without the hub knows no channels
    Channels channels = CamelContextHelper.findSingleByType(getCamelContext(), Channels.class);
    if (channels != null && !remaining.equals(Channels.REPLY)) {
      channels.targets(remaining);
    }
    String holdTo = NoticeOptions.of(endpoint).holdTo();
    if (channels != null && holdTo != null && !holdTo.equals(Hold.NOBODY)) {
      channels.targets(holdTo);
    }
    return endpoint;
  }

  private static boolean set(NotifyEndpoint endpoint, String name, String value) {
    NoticePart part = NoticePart.of(name);
    if (name.equals("template")) {
      endpoint.setTemplate(value);
      return true;
    }
    if (part == null || part.kind() == NoticePart.Kind.fields) {
      return false;
    }
    switch (part.kind()) {
      case hold -> endpoint.setHold(value);
      case holdTo -> endpoint.setHoldTo(value);
      case key -> endpoint.setKey(value);
      case thread -> endpoint.setThread(value);
      case severity -> endpoint.setSeverity(value);
      default -> say(endpoint, part, value);
    }
    return true;
  }

  private static void say(NotifyEndpoint endpoint, NoticePart part, String value) {
    endpoint.words().put(part, value);
    switch (part.kind()) {
      case title -> endpoint.setTitle(value);
      case text -> endpoint.setText(value);
      case link -> endpoint.setLink(value);
      case field -> endpoint.getField().put(part.name(), value);
      case button -> endpoint.getButton().put(part.name(), value);
      default -> endpoint.getAttachment().put(part.name(), value);
    }
  }

  private void template(NotifyEndpoint endpoint) {
    String name = endpoint.getTemplate();
    if (name == null) {
      return;
    }
    FilesBeside beside =
        getCamelContext().getCamelContextExtension().getContextPlugin(FilesBeside.class);
    FilesBeside.Found found = beside == null ? null : beside.find(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no %s.notice.yaml beside the route file".formatted(name));
    }
    endpoint.setNotice(NoticeTemplate.compile(found.file(), found.content()));
  }
}
