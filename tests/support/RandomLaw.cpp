#include "support/RandomLaw.h"

#include <fmt/format.h>

#include <vector>

namespace proviso::testing {

namespace {

class Generator {
public:
  explicit Generator(Random &random) : random(random) {}

  std::string run() {
    std::string out = R"(vocabulary v {
  form unit  form individual
  role operator  role provider is operator  role outsider
  role responsible  role head is responsible  role helper is responsible
  exclusive head, helper
  authority bureau
  fact a : boolean  fact b : boolean  fact c : boolean
  fact grave : one of low < middle < high for each provision
  fact leaked : count
  fact gains : money CNY or unascertainable
  fact rich : boolean of responsible
  fact ended : date
  fact either := a or leaked >= 100
  quantity unit_of_account : money CNY { 100 CNY from 1990-01-01  150 CNY from 2001-06-01  220 CNY from 2003-01-01 }
)";
    if (chance(50)) out += "  always b implies a\n";
    if (chance(30)) out += "  always leaked >= 500 implies c\n";
    if (chance(25)) out += "  always grave = high implies leaked >= 100\n";
    out += R"(}
scale s {
  measures { order }
  administrative { warning  fine money CNY  closure  detention from 1 day to 15 days on individual }
  criminal { jail from 6 months to 15 years on individual  penalty money CNY additional }
  referral crime
}
accept R002 because "random"
accept R003 because "random"
accept R018 because "random"
accept S014 because "random"
statute L { in force from 2000-01-01 use v, s
)";
    out += "  article 1 { item 1 { must \"keep\" } item 2 { must not \"sell\" } }\n";
    comparisons = chance(25);
    for (article = 2; article <= 6; ++article) out += oneArticle();
    out += "  article 7 { " + adjustments() + "}\n";
    article = 6;
    if (chance(30)) out += fmt::format("  article 9 {{ when {}  counts as article {} }}\n", plain(), 2 + below(5));
    // By the law of another day a defined word is read anew, which the interpreter does not do.
    if (!milder && chance(40))
      out += fmt::format("  article 10 {{ defines grave = {}{} {}when {} }}\n", chance(50) ? "middle" : "high",
                         chance(60) ? fmt::format(" for article {}", 2 + below(5)) : "", chance(50) ? "presumed " : "",
                         plain());
    if (chance(30))
      out += fmt::format(
          "  article 11 {{ subject operator when commits any of articles {} and {}  punish per that provision }}\n",
          2 + below(2), 4 + below(3));
    if (chance(60))
      out += fmt::format("  article 8 {{ when commits article {} and {}  concurrence {}{} }}\n", 2 + below(5),
                         condition(1),
                         chance(30)   ? "highest fine"
                         : chance(20) ? "total up to the gravest"
                         : chance(15) ? "cumulative"
                                      : "heaviest",
                         chance(40) ? fmt::format(" with article {}", 2 + below(5)) : "");
    out += "}\n" + (chance(50) ? amendment() : "");
    if (chance(35))
      out += fmt::format("corpus \"c\" {{ conflicts by {} rank law, rule }}\n", chance(40)   ? "specialty, date"
                                                                                : chance(50) ? "date"
                                                                                             : "rank, specialty");
    return out;
  }

private:
  /// Changes to what the rest cites, on two days.
  std::string amendment() {
    std::string out;
    article = 2; // what is put in cites nothing that could lead back to it
    std::vector<int> left{2, 3, 4, 5, 6};
    for (const char *year : {"2001", "2003"}) {
      out += fmt::format("amendment M{0} {{ in force from {0}-06-01 use v, s\n", year);
      for (int change = 1; change <= 2; ++change) {
        const size_t at = static_cast<size_t>(below(static_cast<int>(left.size())));
        const int old = left[at];
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
        out += fmt::format("  article {} {{ ", change);
        switch (below(5)) {
        case 0: out += fmt::format("repeal L article {}", old); break;
        case 1: out += fmt::format("renumber L article {} as article {}", old, old + 90); break;
        case 2:
          out += fmt::format("insert after L article {0} {{ {1} }}", old, oneArticle(fmt::format("{}-1", old)));
          break;
        case 3:
          out += fmt::format("replace L article {0} with {{ {1} {2} }}", old,
                             oneArticle(fmt::format("{0}-1", old), fmt::format(" was article {}", old)),
                             oneArticle(fmt::format("{0}-2", old), fmt::format(" was article {}", old)));
          break;
        default: out += fmt::format("replace L article {0} with {{ {1} }}", old, oneArticle(std::to_string(old)));
        }
        out += " }\n";
      }
      out += "}\n";
    }
    return out;
  }

  int below(int n) { return random.below(n); }
  bool chance(int percent) { return below(100) < percent; }
  template <typename T>
  const T &pick(const std::vector<T> &list) {
    return list[static_cast<size_t>(below(static_cast<int>(list.size())))];
  }

  std::string atom() {
    static const std::vector<std::string> atoms = {"a",
                                                   "b",
                                                   "c",
                                                   "either",
                                                   "grave >= middle",
                                                   "grave = high",
                                                   "leaked >= 100",
                                                   "leaked > 500",
                                                   "leaked <= 250",
                                                   "gains >= 5_000 CNY",
                                                   "unit_of_account >= 150 CNY",
                                                   "gains is unascertainable",
                                                   "is operator",
                                                   "violates article 1",
                                                   "violates article 1 item 2",
                                                   "disobeyed",
                                                   "sanctioned under article 2",
                                                   "(sanctioned at least 2 times under any of articles 2 and 3)",
                                                   "sanctioned under article 4 with fine within 2 years",
                                                   "sanctioned under article 3 without warning within 500 days"};
    static const std::vector<std::string> computed = {"gains < 300 * 10 CNY", "2 * gains > leaked * 30 CNY",
                                                      "gains > 40 * unit_of_account"};
    if (comparisons && chance(12)) return pick(computed);
    if (article > 2 && chance(12)) return fmt::format("commits article {}", 2 + below(article - 2));
    return pick(atoms);
  }

  /// A condition that reads facts of the act alone.
  std::string plain() {
    static const std::vector<std::string> facts = {"a and leaked > 500", "b", "leaked >= 100", "not c", "c and a"};
    return pick(facts);
  }

  std::string condition(int depth) {
    if (depth == 0 || chance(35)) return (chance(25) ? "not " : "") + atom();
    const std::string joint = chance(50) ? " and " : " or ";
    std::string out = "(" + condition(depth - 1);
    for (int i = 0; i < 1 + below(2); ++i) out += joint + condition(depth - 1);
    return out + ")";
  }

  std::string sanction(bool person) {
    static const std::vector<std::string> kinds = {"warning",
                                                   "closure",
                                                   "order \"to correct\"",
                                                   "order \"to close\"",
                                                   "fine 500 CNY",
                                                   "fine 1_000 to 5_000 CNY",
                                                   "fine up to 20_000 CNY",
                                                   "fine at least 50_000 CNY",
                                                   "fine the higher of 5_000 CNY and 3 times gains",
                                                   "fine up to 50 * unit_of_account"};
    static const std::vector<std::string> bodily = {"detention", "detention 5 days to 10 days", "jail up to 3 years"};
    if (chance(15)) return "may fine up to 300 CNY";
    if (chance(15)) return "one of { jail up to 3 years  detention } also or only penalty";
    if (chance(10)) return "may one or more of { closure  warning }";
    if (!person && chance(12)) return "refer to crime";
    if (chance(25)) return pick(bodily);
    return pick(kinds);
  }

  /// Sanctions of distinct kinds: the same twice in one block is an error.
  std::string block(bool person, bool withPersons) {
    std::string out = "{ ";
    std::vector<std::string> words;
    for (int i = 0; i < 1 + below(3); ++i) {
      const std::string one = sanction(person);
      const bool choice = one.starts_with("one of") || one.find("more of") != std::string::npos;
      // A kind that stands in a choice may not be restated alone.
      std::string word = one.starts_with("may fine") || one.starts_with("fine") ? "fine" : one;
      if (choice) word = "choice";
      if (one.starts_with("detention")) word = "detention";
      bool clash = usedChoice && !choice;
      if (choice && (usedPlain || usedChoice)) clash = true;
      for (const std::string &w : words) clash = clash || w == word || w == "choice" || word == "choice";
      if (clash) continue;
      (choice ? usedChoice : usedPlain) = true;
      words.push_back(word);
      out += one + "  ";
    }
    if (withPersons && chance(50)) {
      const bool choice = usedChoice, plain = usedPlain;
      usedChoice = usedPlain = false;
      static const std::vector<std::string> roles = {"responsible", "head", "helper", "head or helper"};
      out += "on " + pick(roles) + " " + personal();
      usedChoice = choice;
      usedPlain = plain;
    }
    return out + "}";
  }

  std::string personal() {
    std::string out = "{ ";
    if (article > 2 && chance(25)) out += fmt::format("punish per article {} ", 2 + below(article - 2));
    out += inner(block(true, false));
    if (chance(35)) {
      usedChoice = usedPlain = false;
      out += std::string(chance(50) ? " also when " : " instead when ") +
             (chance(50)   ? "rich"
              : chance(50) ? "is head"
                           : "is unit") +
             " " + plainBlock();
    }
    return out + " }";
  }
  static std::string inner(const std::string &braced) { return braced.substr(1, braced.size() - 2); }
  std::string plainBlock() { return chance(50) ? "{ warning }" : "{ fine 700 CNY }"; }

  std::string paragraph(int number) {
    static const std::vector<std::string> subjects = {"operator", "provider and not unit", "unit",
                                                      "operator or outsider", "individual"};
    usedChoice = usedPlain = false;
    std::string out = fmt::format("    paragraph {} {{ subject {} ", number, pick(subjects));
    const bool items = chance(35);
    if (items) {
      out += "when " + std::string(chance(60) ? "any item" : chance(50) ? "all items" : "at least 2 items");
      if (chance(40)) out += " and " + condition(1);
      out += " item 1 { when " + condition(1) + " } item 2 { when " + condition(1) + " } item 3 { when " +
             condition(1) + " } ";
    } else {
      out += "when " + condition(2) + " ";
    }
    if (chance(20)) out += "unless " + condition(1) + " ";
    if (article > 2 && chance(25)) {
      const int to = 2 + below(article - 2), other = 2 + below(article - 2);
      return out + (chance(60) || to == other ? fmt::format("punish per article {} }}\n", to)
                                              : fmt::format("punish per article {} or article {} }}\n", to, other));
    }
    out += "sanction by bureau " + block(false, true) + " ";
    for (int i = 0; i < below(3); ++i) {
      const bool instead = chance(30);
      // A tier may restate plain kinds; choices are left to the base.
      const bool choice = usedChoice;
      usedChoice = false;
      const std::string tier = choice && !instead ? "{ warning }"
                               : instead          ? "{ fine 9_000 CNY  closure }"
                                                  : block(false, true);
      usedChoice = choice && !instead;
      if (choice && !instead) continue;
      out += std::string(instead ? "instead" : "also") + " when " + condition(1) + " " + tier + " ";
      if (chance(25)) out += "otherwise { order \"otherwise\" } ";
    }
    if (chance(15)) out += "refer to crime when " + condition(1) + " ";
    return out + "}\n";
  }

  /// A general part: for all sanctions, a group, a kind or some provisions.
  std::string adjustments() {
    static const std::vector<std::string> words = {"exempt",
                                                   "exempt",
                                                   "exempt",
                                                   "may exempt",
                                                   "heavier",
                                                   "lighter",
                                                   "lighter or mitigated",
                                                   "may mitigated",
                                                   "maximum 2 times",
                                                   "maximum 3 times of fine",
                                                   "may maximum 2 times of jail"};
    static const std::vector<std::string> scopes = {
        "any sanction", "any administrative sanction of L", "any criminal", "any fine", "any jail of L", "any penalty"};
    static const std::vector<std::string> periods = {"1 year", "2 years", "5 years", "400 days", "30 days"};
    std::string out = chance(30) ? "when " + condition(1) + " " : "";
    for (int i = 0; i < below(4); ++i) {
      out += pick(words) + " when " + condition(1);
      if (chance(30)) out += " save when " + condition(1);
      out += " for " + (chance(60) ? pick(scopes) : fmt::format("article {}", 2 + below(5))) + " ";
    }
    if (chance(35))
      out += fmt::format("limitation {}{}{} for {} ", pick(periods),
                         chance(40) ? fmt::format(", {} when {}", pick(periods), condition(1)) : "",
                         chance(25) ? chance(50) ? " from ended" : " to ended" : "", pick(scopes));
    milder = chance(50);
    if (milder) out += "milder law prevails" + (chance(60) ? " for " + pick(scopes) : "") + " ";
    return out;
  }

  /// Later articles take the place of earlier ones, so that there is no circle.
  std::string displacement() {
    if (article < 3 || !chance(30)) return "";
    std::string out = fmt::format("    notwithstanding article {}", 2 + below(article - 2));
    if (chance(30)) out += fmt::format(", article {}", 2 + below(article - 2));
    return out + "\n";
  }

  std::string oneArticle() { return oneArticle(std::to_string(article)); }
  std::string oneArticle(const std::string &label, const std::string &was = "") {
    std::string out = fmt::format("  article {}{} {{\n", label, was) + displacement();
    if (article > 2 && chance(8)) out += fmt::format("    without prejudice to article {}\n", 2 + below(article - 2));
    if (label == std::to_string(article) && article < 6 && chance(10))
      out += fmt::format("    yields to article {}\n", article + 1);
    if (chance(10)) out += "    exempt when " + condition(1) + "\n";
    const int count = 1 + below(2);
    for (int p = 1; p <= count; ++p) out += paragraph(p);
    return out + "  }\n";
  }

  Random &random;
  int article = 2;
  bool usedChoice = false, usedPlain = false;
  bool comparisons = false; // of computed terms
  bool milder = false;      // some milder law prevails
};

} // namespace

std::string randomLaw(Random &random) { return Generator(random).run(); }

} // namespace proviso::testing
