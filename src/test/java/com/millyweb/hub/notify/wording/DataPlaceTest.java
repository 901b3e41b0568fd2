package com.millyweb.hub.notify.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where data is written into an address. */
class DataPlaceTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example.org, @evil.example/, https://shop.example.org/@evil.example/",
    "https://shop.example.org, .evil.example, https://shop.example.org/.evil.example",
    "https://shop.example.org, :8@evil.example, https://shop.example.org/:8@evil.example",
    "https://shop.example.org, /orders/7, https://shop.example.org/orders/7",
    "https://shop.example.org, /../../admin, https://shop.example.org///admin",
    "https://shop.example.org/orders/, ../admin, https://shop.example.org/orders//admin",
    "https://shop.example.org/orders/, a..b, https://shop.example.org/orders/a..b",
    "https://shop.example.org/orders/, 1?x=1, https://shop.example.org/orders/1%3Fx%3D1",
    "https://api., eu/x@evil, https://api.euxevil",
    "https://, nas.local:8080, https://nas.local:8080",
    "https://, me@evil.example/x, https://meevil.examplex",
    "https://x.example/?q=, a&b=../c, https://x.example/?q=a%26b%3D..%2Fc"
  })
  void data_names_no_host_and_leads_out_of_no_path(String words, String data, String address) {
    for (DataPlace place : List.of(DataPlace.URL, DataPlace.VALUE)) {
      var all = new StringBuilder(words);
      place.add(all, data);
      assertThat(all).as(place.name()).hasToString(address);
    }
  }

  @Test
  void value_of_a_button_that_is_no_address_is_left_alone() {
    var all = new StringBuilder("ship ");
    DataPlace.VALUE.add(all, "../a b?c");
    assertThat(all).hasToString("ship ../a b?c");
  }
}
