package com.millyweb.hub.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.millyweb.hub.route.check.ScratchContext;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.springframework.core.env.StandardEnvironment;

/** Numbers compare as numbers, of whatever type they are, in every operator of simple. */
class ByValueTest {
  private static final ScratchContext CAMEL =
      new ScratchRoutes(KnownBeans.scan(), RouteValues.of(new StandardEnvironment())).open();

  private static final Language SIMPLE = CAMEL.resolveLanguage("simple");

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-1_000), BigDecimal.valueOf(1_000))
            .ofScale(2),
        Arbitraries.of(
                "30", "30.0", "30.5", "30.50", "29.999", "0", "-0.5", "9007199254740993", "0.1")
            .map(BigDecimal::new));
  }

  @Property(tries = 300)
  void each_type_compares_with_each_other_and_with_what_is_written(
      @ForAll("numbers") BigDecimal left, @ForAll("numbers") BigDecimal right) {
    int sign = left.compareTo(right);
    for (Object l : asTypes(left)) {
      for (Object r : asTypes(right)) {
        // two texts are equal when their letters are
        if (!(l instanceof String && r instanceof String)) {
          Map<String, Object> both = Map.of("l", l, "r", r);
          assertThat(matches("${body[l]} == ${body[r]}", both)).as("%s", both).isEqualTo(sign == 0);
          assertThat(matches("${body[l]} != ${body[r]}", both)).as("%s", both).isEqualTo(sign != 0);
          assertThat(matches("${body[l]} > ${body[r]}", both)).as("%s", both).isEqualTo(sign > 0);
          assertThat(matches("${body[l]} <= ${body[r]}", both)).as("%s", both).isEqualTo(sign <= 0);
        }
      }
      Map<String, Object> one = Map.of("l", l);
      String written = right.toPlainString();
      assertThat(matches("${body[l]} < " + written, one))
          .as("%s %s", one, written)
          .isEqualTo(sign < 0);
      assertThat(matches("${body[l]} >= '" + written + "'", one)).isEqualTo(sign >= 0);
      assertThat(matches("${body[l]} range '" + written + "..2000'", one))
          .as("%s in %s..2000", one, written)
          .isEqualTo(sign >= 0 && left.compareTo(BigDecimal.valueOf(2000)) <= 0);
      if (!(l instanceof String)) {
        assertThat(matches("${body[l]} in '5000000,%s'".formatted(written), one))
            .isEqualTo(sign == 0);
        assertThat(matches("${body[l]} !in '5000000,%s'".formatted(written), one))
            .isEqualTo(sign != 0);
      }
    }
  }

  /** The types in which the number is the same. */
  private static List<Object> asTypes(BigDecimal number) {
    List<Object> types =
        new ArrayList<>(List.of(number, number.toPlainString(), DecimalNode.valueOf(number)));
    double asDouble = number.doubleValue();
    if (new BigDecimal(Double.toString(asDouble)).compareTo(number) == 0) {
      types.add(asDouble);
    }
    float asFloat = number.floatValue();
    if (new BigDecimal(Float.toString(asFloat)).compareTo(number) == 0) {
      types.add(asFloat);
    }
    if (number.stripTrailingZeros().scale() <= 0) {
      types.add(number.longValueExact());
      types.add(number.toBigIntegerExact());
      if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
        types.add(number.intValueExact());
      }
    }
    return types;
  }

  @Example
  void decimals_are_not_cut() {
    for (Object t : List.of(30.5, 30.5f, new BigDecimal("30.5"), "30.5")) {
      assertThat(matches("${body[t]} > 30", Map.of("t", t))).isTrue();
      assertThat(matches("${body[t]} == 30", Map.of("t", t))).isFalse();
      assertThat(matches("${body[t]} >= 31", Map.of("t", t))).isFalse();
      assertThat(matches("${body[t]} range '30..31'", Map.of("t", t))).isTrue();
      assertThat(matches("${body[t]} range '29..30'", Map.of("t", t))).isFalse();
      assertThat(matches("${body[t]} !range '29..30'", Map.of("t", t))).isTrue();
    }
    assertThat(matches("${body[l]} contains 30", Map.of("l", List.of(30.5, 31)))).isFalse();
    assertThat(matches("${body[l]} contains 30.5", Map.of("l", List.of(30.5, 31)))).isTrue();
    assertThat(
            matches(
                "${body[n]} == 9007199254740992", Map.of("n", new BigInteger("9007199254740993"))))
        .isFalse();
    assertThat(evaluate("${body[n]}++", Map.of("n", 30.5))).isEqualTo("31.5");
    assertThat(evaluate("${body[n]}--", Map.of("n", 30))).isEqualTo("29");
  }

  @Example
  void what_is_no_number_compares_as_before() {
    Map<String, Object> body = new LinkedHashMap<>(Map.of("a", "30", "b", "30.0", "x", "abc"));
    body.put("nothing", null);
    assertThat(matches("${body[a]} == '30'", body)).isTrue();
    assertThat(matches("${body[a]} == ${body[b]}", body)).isFalse();
    assertThat(matches("${body[a]} == 30.0", body)).isTrue();
    assertThat(matches("${body[x]} == 'abc' && ${body[x]} != 30", body)).isTrue();
    assertThat(matches("${body[x]} =~ 'ABC'", body)).isTrue();
    assertThat(matches("${body[x]} in 'a,abc'", body)).isTrue();
    assertThat(matches("${body[x]} range '1..40'", body)).isFalse();
    assertThat(matches("${body[missing]} == null || ${body[missing]} > 3", body)).isTrue();
    assertThat(matches("${body[missing][deep]} == null", body)).isTrue();
    assertThat(matches("${body[x]} contains 'b'", body)).isTrue();
    assertThat(matches("${body[n]} > 1", Map.of("n", Double.POSITIVE_INFINITY))).isTrue();
    assertThat(matches("${body[n]} > 1", Map.of("n", Double.NaN))).isFalse();
  }

  private static boolean matches(String predicate, Object body) {
    var made = SIMPLE.createPredicate(predicate);
    made.init(CAMEL);
    return made.matches(exchange(body));
  }

  private static String evaluate(String expression, Object body) {
    var made = SIMPLE.createExpression(expression);
    made.init(CAMEL);
    return made.evaluate(exchange(body), String.class);
  }

  private static Exchange exchange(Object body) {
    var exchange = new DefaultExchange(CAMEL);
    exchange.getMessage().setBody(body);
    return exchange;
  }
}
