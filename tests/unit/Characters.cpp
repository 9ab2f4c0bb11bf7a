// The characters of names: composition and look-alikes.
#include "source/Characters.h"

#include <doctest/doctest.h>

using namespace proviso;

TEST_CASE("letters are composed, and marks have one order") {
  CHECK(composed("cafe\u0301") == "caf\u00E9");
  CHECK(composed("a\u0323\u0302") == "\u1EAD");
  CHECK(composed("a\u0302\u0323") == "\u1EAD");
  CHECK(composed("\u1112\u1161\u11AB") == "\uD55C");
  CHECK(composed("\uF900") == "\u8C48"); // another character for the same
  CHECK(composed("harbour_1") == "harbour_1");
}

TEST_CASE("names that look alike have one skeleton") {
  CHECK(skeleton("w\u0430rned") == skeleton("warned"));
  CHECK(skeleton("\uFF57arned") == skeleton("warned"));
  CHECK(skeleton("modern") == skeleton("modem"));
  CHECK(skeleton("level_1") == skeleton("level_l"));
  CHECK(skeleton("cafe\u0301") == skeleton("caf\u00E9"));
  CHECK(skeleton("warned") != skeleton("warmed"));
}

TEST_CASE("what tells look-alikes apart is said") {
  CHECK(whatDiffers("w\u0430rned", "warned") == "the `\u0430` in it is Cyrillic, the `a` in `warned` is Latin");
  CHECK(whatDiffers("\uFF57arned", "warned") == "the `\uFF57` in it is full-width");
  CHECK(whatDiffers("modern", "modem") == "it has `rn` where `modem` has `m`");
}
