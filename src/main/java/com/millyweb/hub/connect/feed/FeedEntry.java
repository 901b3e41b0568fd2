package com.millyweb.hub.connect.feed;

import com.rometools.rome.feed.synd.SyndCategory;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as routes have it.
 *
 * @param id what the feed calls it, else its address, else its title
 * @param data id, title, link, author, published, updated, summary, content, categories, feed
 */
record FeedEntry(String id, Map<String, Object> data) {

  static FeedEntry of(SyndFeed feed, SyndEntry entry) {
    String id = first(entry.getUri(), entry.getLink(), entry.getTitle(), "");
    Map<String, Object> data = new LinkedHashMap<>();
    put(data, "id", id);
    put(data, "title", strip(entry.getTitle()));
    put(data, "link", strip(entry.getLink()));
    put(data, "author", strip(entry.getAuthor()));
    put(data, "published", time(entry.getPublishedDate()));
    put(data, "updated", time(entry.getUpdatedDate()));
    put(data, "summary", entry.getDescription() == null ? null : entry.getDescription().getValue());
    List<SyndContent> contents = entry.getContents();
    put(data, "content", contents.isEmpty() ? null : contents.get(0).getValue());
    List<String> categories =
        entry.getCategories().stream()
            .map(SyndCategory::getName)
            .filter(name -> name != null)
            .toList();
    put(data, "categories", categories.isEmpty() ? null : categories);
    put(data, "feed", strip(feed.getTitle()));
    return new FeedEntry(id, data);
  }

  private static void put(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null && !"".equals(value)) {
      data.put(name, value);
    }
  }

  private static @Nullable String strip(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private static @Nullable String time(@Nullable Date date) {
    return date == null ? null : date.toInstant().toString();
  }

  private static String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null && !text.isBlank()) {
        return text.strip();
      }
    }
    return "";
  }
}
