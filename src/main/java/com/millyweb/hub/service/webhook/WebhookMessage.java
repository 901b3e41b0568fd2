package com.millyweb.hub.service.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.decision.NoticeLinks;

/**
 * A notice as a webhook has it. Of an action it has the link, not the value that a flow gets when
 * somebody chose it.
 */
public record WebhookMessage(byte[] body) {

  /**
   * @param files whether what the notice brings along goes with it, or only its name
   */
  public static WebhookMessage of(Notice notice, NoticeLinks links, boolean files) {
    ObjectNode data = NoticeJson.MAPPER.valueToTree(notice);
    if (!files) {
      data.path("attachments").forEach(file -> ((ObjectNode) file).remove("content"));
    }
    data.remove("answers");
    data.remove("actions");
    if (!links.actions().isEmpty()) {
      ArrayNode actions = data.putArray("actions");
      for (NoticeLinks.ActionLink link : links.actions()) {
        ObjectNode action = actions.addObject().put("text", link.text()).put("url", link.url());
        if (link.style() != null) {
          action.put("style", link.style());
        }
      }
    }
    if (links.page() != null) {
      data.put("page", links.page());
    }
    ObjectNode json = NoticeJson.MAPPER.createObjectNode();
    json.put("type", "notice").put("timestamp", notice.time().toString()).set("data", data);
    return new WebhookMessage(NoticeJson.bytes(json));
  }
}
