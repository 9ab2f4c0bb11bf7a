#include "law/Law.h"
#include "proviso/Date.h"
#include "proviso/Number.h"

#include <doctest/doctest.h>

#include <random>

using namespace proviso;

TEST_SUITE("values") {
  TEST_CASE("numbers are read exactly, or not at all") {
    CHECK(Number::parse("1_000.50")->text() == "1000.5");
    CHECK(Number::parse("-3")->text() == "-3");
    CHECK(Number::parse("0.1")->denominator() == 10);
    for (const char *bad :
         {"", "-", ".5", "5.", "1e3", "1,000", "_1", "9999999999999999999999", "0.00000000000000000000001"}) {
      INFO(bad);
      CHECK_FALSE(Number::parse(bad));
    }
  }

  TEST_CASE("overflow is an error, never a wrapped value") {
    const Number big(INT64_MAX);
    CHECK_FALSE(Number::add(big, Number(1)));
    CHECK_FALSE(Number::multiply(big, Number(2)));
    CHECK_FALSE(Number::subtract(Number(INT64_MIN), Number(1)));
    CHECK_FALSE(Number::divide(Number(1), Number(0)));
    CHECK(*Number::multiply(*Number::ratio(INT64_MAX, 3), Number(3)) == big);
  }

  TEST_CASE("arithmetic obeys its laws on random fractions") {
    std::mt19937 random(1);
    std::uniform_int_distribution<int64_t> small(-1000, 1000), positive(1, 1000);
    for (int i = 0; i < 2000; ++i) {
      const Number a = *Number::ratio(small(random), positive(random)),
                   b = *Number::ratio(small(random), positive(random));
      CHECK(*Number::add(a, b) == *Number::add(b, a));
      CHECK(*Number::subtract(*Number::add(a, b), b) == a);
      if (b != Number(0)) CHECK(*Number::multiply(*Number::divide(a, b), b) == a);
      CHECK((a < b) == (*Number::subtract(a, b) < Number(0)));
    }
  }

  TEST_CASE("sums are shown with their digits grouped") {
    CHECK(Number(500'000).grouped() == "500,000");
    CHECK(Number(-1'000).grouped() == "-1,000");
    CHECK(Number(999).grouped() == "999");
    CHECK(Number::parse("12345.67")->grouped() == "12,345.67");
    CHECK(Number::ratio(1, 3)->text() == "1/3");
  }

  TEST_CASE("dates are days of the calendar") {
    CHECK(Date::parse("1970-01-01")->days == 0);
    CHECK(Date::parse("2018-12-01")->text() == "2018-12-01");
    CHECK(Date::parse("2024-02-29"));
    for (const char *bad :
         {"2023-02-29", "2018-13-01", "2018-1-1", "18-01-01", "2018/01/01", "0000-01-01", "2018-00-10"})
      CHECK_FALSE(Date::parse(bad));
    CHECK(Duration{Duration::Unit::Months, 36}.text() == "3 years");
    CHECK(Duration{Duration::Unit::Months, 6}.text() == "6 months");
    CHECK(Duration{Duration::Unit::Days, 1}.text() == "1 day");
  }

  TEST_CASE("labels stand in the order of the law") {
    const char *order[] = {"1",    "2",  "9",   "10",    "12",    "12A",    "12B", "12Z",
                           "12ZA", "13", "286", "286-1", "286-2", "286-10", "287"};
    for (size_t i = 0; i < std::size(order); ++i)
      for (size_t j = 0; j < std::size(order); ++j) {
        INFO(order[i] << " " << order[j]);
        CHECK((law::compareLabels(order[i], order[j]) < 0) == (i < j));
        CHECK((law::compareLabels(order[i], order[j]) == 0) == (i == j));
      }
    CHECK(law::compareLabels("a", "b") < 0);
    CHECK(law::compareLabels("ii", "iii") < 0);
    CHECK(law::compareLabels("viii", "ix") < 0);
    CHECK(law::compareLabels("h", "i") < 0);
    CHECK(law::compareLabels("i", "j") < 0);
    CHECK(law::compareLabels("I", "i") != 0);
  }
}
