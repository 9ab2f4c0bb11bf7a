// Random amendments of articles, paragraphs and items, and citations of them alone, in ranges and by where they stand.
// Held against a simulation that consolidates each day by itself: a tree of what stands under which number.
#include "cli/Pipeline.h"

#include "support/Sanitized.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>

namespace proviso {
namespace {

constexpr const char *levels[] = {"", "article", "paragraph", "item"};

struct Node {
  int label = 0, identity = 0;
  std::vector<Node> children;
  bool citesBefore = false; // `preceding paragraph`
};
using Path = std::vector<int>; // labels

class AmendedTree {
public:
  explicit AmendedTree(unsigned seed) : random(seed) {
    Node now;
    for (int article = 1; article <= 8; ++article) {
      Node node{article, next++, {}, false};
      for (int paragraph = 1; paragraph <= below(4); ++paragraph) {
        Node inner{paragraph, next++, {}, paragraph > 1 && below(2) == 0};
        for (int item = 1; item <= below(4); ++item) inner.children.push_back({item, next++, {}, false});
        node.children.push_back(std::move(inner));
      }
      now.children.push_back(std::move(node));
    }
    law = "statute S { in force from 2000-01-01\n";
    for (const Node &article : now.children) law += "  " + written(article, 1) + "\n";
    law += "}\n";
    states.push_back(now);
    for (size_t month = 1; month <= 24; ++month) amend(now, month);
    citeFromOutside();
    citeFromInside();
  }

  std::string law;
  /// By line of the law: what is to be said of the citation there.
  std::map<uint32_t, std::string> expected;
  std::set<uint32_t> ranges; // of lines
  size_t cited = 0;

private:
  int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
  static std::string day(size_t month) { return fmt::format("{}-{:02}-01", 2001 + month / 12, month % 12 + 1); }
  uint32_t line() const { return static_cast<uint32_t>(std::count(law.begin(), law.end(), '\n')) + 1; }

  /// Words that no other has: wording tells which is which.
  static std::string text(int identity) {
    std::string words;
    for (int i = 0; i < 6; ++i) words += fmt::format("{}w{}x{}", i ? " " : "", identity, i);
    return words;
  }

  std::string written(const Node &node, size_t level) {
    std::string out = fmt::format("{} {} {{ ", levels[level], node.label);
    if (node.children.empty()) out += fmt::format("text \"{}\" ", text(node.identity));
    if (node.citesBefore) out += "\n  without prejudice to preceding paragraph\n";
    for (const Node &child : node.children) out += written(child, level + 1) + " ";
    return out + "}";
  }

  static std::string citation(const Path &path) {
    std::string out = "S";
    for (size_t i = 0; i < path.size(); ++i) out += fmt::format(" {} {}", levels[i + 1], path[i]);
    return out;
  }

  // ---- amendments

  static Node *at(Node &root, const Path &path) {
    Node *node = &root;
    for (int label : path) {
      const auto found =
          std::find_if(node->children.begin(), node->children.end(), [&](const Node &n) { return n.label == label; });
      if (found == node->children.end()) return nullptr;
      node = &*found;
    }
    return node;
  }

  Path anyPath(Node &root, size_t depth) {
    Path path;
    Node *node = &root;
    while (path.size() < depth && !node->children.empty()) {
      const Node &child = node->children[static_cast<size_t>(below(static_cast<int>(node->children.size())))];
      path.push_back(child.label);
      node = at(*node, {child.label});
    }
    return path;
  }

  /// Free in there: often one that another had.
  int freeLabel(const Node &parent, const Path &around) {
    std::set<int> now;
    for (const Node &child : parent.children) now.insert(child.label);
    std::vector<int> once;
    for (int label : used[around])
      if (!now.count(label)) once.push_back(label);
    if (!once.empty() && below(3)) return once[static_cast<size_t>(below(static_cast<int>(once.size())))];
    return 20 + next++;
  }

  /// What nobody can do twice on one day: a path, and all in it and around it.
  static bool touches(const Path &a, const Path &b) {
    const size_t common = std::min(a.size(), b.size());
    return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
  }

  void note(const Node &node, const Path &path) {
    if (!node.children.empty()) hadParts.insert(node.identity);
    for (const Node &child : node.children) {
      used[path].insert(child.label);
      Path inner = path;
      inner.push_back(child.label);
      note(child, inner);
    }
  }

  void amend(Node &now, size_t month) {
    note(now, {});
    law += fmt::format("amendment A{} {{ in force from {}\n", month, day(month));
    std::vector<Path> touched;
    for (int sentence = 1, count = 1 + below(3); sentence <= count; ++sentence) {
      Path path = anyPath(now, static_cast<size_t>(1 + below(3)));
      if (path.empty() || now.children.size() < 3) break;
      if (std::any_of(touched.begin(), touched.end(), [&](const Path &one) { return touches(one, path); })) continue;
      Path around = path;
      around.pop_back();
      Node &parent = *at(now, around), &node = *at(now, path);
      const auto place = parent.children.begin() + (&node - parent.children.data());
      const std::string what = citation(path);
      std::string said;
      touched.push_back(path);
      switch (below(4)) {
      case 0: {
        Node added{freeLabel(parent, around), next++, {}, false};
        touched.push_back(around);
        touched.back().push_back(added.label);
        said = fmt::format("insert after {} {{ {} }}", what, written(added, path.size()));
        parent.children.insert(place + 1, std::move(added));
        break;
      }
      case 1:
        said = "repeal " + what;
        parent.children.erase(place);
        break;
      case 2: {
        const int label = freeLabel(parent, around);
        touched.push_back(around);
        touched.back().push_back(label);
        said = fmt::format("renumber {} as {} {}", what, levels[path.size()], label);
        node.label = label;
        break;
      }
      default: {
        // Some of what is in it stays as it is, under another number perhaps.
        node.citesBefore = false;
        std::vector<Node> kept;
        for (Node &child : node.children)
          if (child.children.empty() && !child.citesBefore && !hadParts.count(child.identity) && below(2))
            kept.push_back(child);
        ended[node.identity].insert(month);
        node.children = kept;
        if (!kept.empty() && below(2)) node.children.push_back({freeLabel(node, path), next++, {}, false});
        std::string body = fmt::format("{} {} {{ ", levels[path.size()], node.label);
        if (node.children.empty()) body += fmt::format("text \"{}\" ", text(node.identity));
        for (const Node &child : node.children) body += written(child, path.size() + 1) + " ";
        said = fmt::format("replace {} with {{ {} }} }}", what, body);
      }
      }
      law += fmt::format("  article {} {{ {} }}\n", sentence, said);
    }
    law += "}\n";
    states.push_back(now);
  }

  // ---- what citations say

  static std::optional<Path> find(const Node &root, int identity) {
    for (const Node &child : root.children) {
      if (child.identity == identity) return Path{child.label};
      if (auto inner = find(child, identity)) {
        inner->insert(inner->begin(), child.label);
        return inner;
      }
    }
    return std::nullopt;
  }

  /// Identities from the outermost to the one itself, as it stood in a state.
  static std::vector<int> lineOf(Node &state, const Path &path) {
    std::vector<int> line;
    Path at_;
    for (int label : path) {
      at_.push_back(label);
      line.push_back(at(state, at_)->identity);
    }
    return line;
  }

  /// Where one is on a day, or what was around it when that was replaced; empty where it has ended.
  std::optional<Path> became(int identity, size_t from, size_t to) {
    for (size_t month = from; month < to; ++month) {
      if (!find(states[month], identity)) return std::nullopt;
      if (find(states[month + 1], identity)) continue;
      const std::vector<int> line = lineOf(states[month], *find(states[month], identity));
      for (size_t i = line.size() - 1; i-- > 0;) {
        const bool replaced = ended[line[i]].count(month + 1) != 0;
        if (replaced) return became(line[i], month + 1, to);
        if (!find(states[month + 1], line[i])) continue; // it went with this
        return std::nullopt;                             // it was taken out of this
      }
      return std::nullopt;
    }
    return find(states[to], identity);
  }

  void one(uint32_t where, int identity, size_t month, size_t until,
           const std::function<std::optional<int>(Node &)> &found) {
    ++cited;
    for (size_t later = month + 1; later < until; ++later) {
      const std::optional<int> here = found(states[later]);
      const std::optional<Path> now = became(identity, month, later);
      if (now && here == at(states[later], *now)->identity) continue;
      const std::optional<Path> last = became(identity, month, until - 1);
      expected[where] = fmt::format("{} {}{}",
                                    !now   ? "R018"
                                    : here ? "R003"
                                           : "R002",
                                    day(later), now ? " " + citation(last ? *last : *now) : std::string());
      return;
    }
  }

  void citeFromOutside() {
    law += "statute C { in force from 2000-01-01\n";
    for (int article = 1; article <= 60; ++article) {
      const size_t month = static_cast<size_t>(below(static_cast<int>(states.size())));
      if (below(4) == 0) {
        range(article, month);
        continue;
      }
      const Path path = anyPath(states[month], static_cast<size_t>(1 + below(3)));
      law += fmt::format("  article {} {{ in force from {}\n", article, month == 0 ? "2000-06-01" : day(month));
      one(line(), at(states[month], path)->identity, month, states.size(), [&](Node &state) -> std::optional<int> {
        const Node *node = at(state, path);
        // An article without paragraphs is its own paragraph 1.
        if (!node && path.size() == 2 && path[1] == 1)
          if (const Node *around = at(state, {path[0]}); around && around->children.empty()) return around->identity;
        return node ? std::optional(node->identity) : std::nullopt;
      });
      law += fmt::format("    without prejudice to {}\n  }}\n", citation(path));
    }
    law += "}\n";
  }

  /// `articles 3 to 7`: what is new among them belongs to them; what has moved there does not.
  void range(int article, size_t month) {
    Node &root = states[month];
    int from = root.children[static_cast<size_t>(below(static_cast<int>(root.children.size())))].label;
    int to = root.children[static_cast<size_t>(below(static_cast<int>(root.children.size())))].label;
    if (from > to) std::swap(from, to);
    auto in = [&](const Node &state) {
      std::set<int> found, labels;
      for (const Node &node : state.children) {
        labels.insert(node.label);
        if (node.label >= from && node.label <= to) found.insert(node.identity);
      }
      return labels.count(from) && labels.count(to) ? found : std::set<int>();
    };
    law += fmt::format("  article {} {{ in force from {}\n", article, month == 0 ? "2000-06-01" : day(month));
    const uint32_t where = line();
    ranges.insert(where);
    law += fmt::format("    without prejudice to S articles {} to {}\n  }}\n", from, to);
    ++cited;
    std::set<int> were = in(root);
    for (size_t later = month + 1; later < states.size(); ++later) {
      const std::set<int> found = in(states[later]);
      std::set<int> meant;
      for (int identity : were)
        if (const auto now = became(identity, later - 1, later)) meant.insert(at(states[later], *now)->identity);
      const bool all = std::includes(found.begin(), found.end(), meant.begin(), meant.end());
      const bool others = std::any_of(found.begin(), found.end(), [&](int identity) {
        return !meant.count(identity) && find(states[later - 1], identity);
      });
      if (!meant.empty() && !found.empty() && all && !others) {
        were = found;
        continue;
      }
      expected[where] = fmt::format("{} {}", meant.empty() ? "R018" : found.empty() ? "R002" : "R003", day(later));
      return;
    }
  }

  /// `preceding paragraph`, as long as that paragraph itself stands.
  void citeFromInside() {
    for (Node &article : states.front().children)
      for (size_t i = 1; i < article.children.size(); ++i) {
        const Node &home = article.children[i];
        if (!home.citesBefore) continue;
        size_t until = 0;
        while (until < states.size()) {
          const auto path = find(states[until], home.identity);
          if (!path || !at(states[until], *path)->citesBefore) break;
          ++until;
        }
        // Its line is where the word stands after its text.
        const std::string wanted = fmt::format("text \"{}\"", text(home.identity));
        size_t place = home.children.empty() ? law.find(wanted)
                                             : law.find(fmt::format("paragraph {} {{ \n", home.label),
                                                        law.find(fmt::format("  article {} {{", article.label)));
        if (place == std::string::npos) continue;
        place = law.find("without prejudice to preceding", place);
        const auto where =
            static_cast<uint32_t>(std::count(law.begin(), law.begin() + static_cast<std::ptrdiff_t>(place), '\n')) + 1;
        one(where, article.children[i - 1].identity, 0, until, [&](Node &state) -> std::optional<int> {
          Path path = *find(state, home.identity);
          path.pop_back();
          const Node &parent = *at(state, path);
          for (size_t k = 1; k < parent.children.size(); ++k)
            if (parent.children[k].identity == home.identity) return parent.children[k - 1].identity;
          return std::nullopt;
        });
      }
  }

  std::mt19937 random;
  int next = 1;
  std::map<Path, std::set<int>> used;
  std::map<int, std::set<size_t>> ended; // replaced in which months
  std::set<int> hadParts;                // and has words of its own only in what stood in it
  std::vector<Node> states;
};

TEST_CASE("citations of articles, paragraphs and items are followed as each day by itself says") {
  std::map<std::string, int> met;
  for (unsigned seed = 1; seed <= (testing::sanitized ? 20U : 200U); ++seed) {
    const AmendedTree history(seed);
    Compilation c;
    c.sources.add("random.law", history.law);
    compile(c);
    INFO(history.law);
    INFO(renderText(c.diagnostics, c.sources, false));
    std::map<uint32_t, std::string> found;
    for (const Diagnostic &d : c.diagnostics.list()) {
      const std::string code(entry(d.code).name);
      if (entry(d.code).severity != Severity::Error) continue;
      REQUIRE((code == "R002" || code == "R003" || code == "R018"));
      const size_t from = d.message.find("from ");
      REQUIRE(from != std::string::npos);
      std::string text = code + " " + d.message.substr(from + 5, 10);
      const uint32_t line = c.sources.lineColumn(d.range.begin).line;
      if (!d.fixes.empty() && !history.ranges.count(line)) {
        std::string now = d.fixes.front().edits.front().text;
        text += " " + (now.starts_with("S ") ? now : "S " + now);
      }
      CHECK(found.emplace(line, text).second); // one for each citation
      ++met[code];
    }
    std::string differences;
    auto only = [&](const char *word, const std::map<uint32_t, std::string> &in,
                    const std::map<uint32_t, std::string> &other) {
      for (const auto &[at, text] : in)
        if (const auto there = other.find(at); there == other.end() || there->second != text)
          differences += fmt::format("line {}: {}: {}\n", at, word, text);
    };
    only("found", found, history.expected);
    only("expected", history.expected, found);
    INFO(differences);
    REQUIRE(found == history.expected);
  }
  for (const char *code : {"R002", "R003", "R018"}) CHECK(met[code] > (testing::sanitized ? 10 : 100));
}

std::unique_ptr<Compilation> compiledLaw(const std::string &law) {
  auto c = std::make_unique<Compilation>();
  c->sources.add("random.law", law);
  compile(*c);
  return c;
}

/// The text of S on a day, as one would print it.
std::string textOn(const History &history, Date day) {
  std::string out;
  const auto index = history.instrumentNamed("S", day);
  REQUIRE(index);
  std::function<void(ProvisionRef)> print = [&](ProvisionRef ref) {
    out += history.citation(ref);
    for (const law::Quote &text : history[ref].texts) out += " " + text.text;
    out += "\n";
    for (ProvisionRef child : history.children(ref, day)) print(child);
  };
  print({*index, 0});
  return out;
}

TEST_CASE("amendments one by one and all at once give the same law") {
  for (unsigned seed = 1; seed <= (testing::sanitized ? 4U : 25U); ++seed) {
    const AmendedTree history(seed);
    const auto whole = compiledLaw(history.law);
    std::string before;
    size_t differ = 0;
    for (size_t month = 1; month <= 24; month += 3) {
      const size_t next = history.law.find(fmt::format("amendment A{} ", month + 1));
      const size_t end = next == std::string::npos ? history.law.find("statute C") : next;
      const auto some = compiledLaw(history.law.substr(0, end));
      const Date day = *Date::parse(fmt::format("{}-{:02}-01", 2001 + month / 12, month % 12 + 1));
      const std::string text = textOn(*some->history, day);
      INFO(history.law);
      REQUIRE(text == textOn(*whole->history, day));
      // What comes later does not change what was.
      differ += text != before;
      before = text;
    }
    CHECK(differ > 2);
  }
}

TEST_CASE("renumbered and back is the same law, and what cites it is right again") {
  const std::string statute = R"(statute S { in force from 2000-01-01
  article 1 { text "One." } article 2 { paragraph 1 { text "Two." } paragraph 2 { text "Three." } } article 3 { text "Four." }
}
)";
  const auto c =
      compiledLaw(statute + R"(amendment A { in force from 2001-01-01  article 1 { renumber S article 2 as article 9 } }
amendment B { in force from 2002-01-01  article 1 { renumber S article 9 as article 2 } }
amendment D { in force from 2003-01-01  article 1 { renumber S article 2 paragraph 2 as paragraph 7 } }
amendment E { in force from 2004-01-01  article 1 { renumber S article 2 paragraph 7 as paragraph 2 } }
statute C { in force from 2000-06-01
  article 1 { without prejudice to S article 2 paragraph 2 }
  article 2 { in force from 2002-01-01 until 2002-12-31  without prejudice to S article 2 paragraph 2 }
  article 3 { in force from 2004-01-01  without prejudice to S article 2 paragraph 2 }
}
)");
  const History &history = *c->history;
  const std::string first = textOn(history, *Date::parse("2000-06-01"));
  CHECK(first == textOn(history, *Date::parse("2002-06-01")));
  CHECK(first == textOn(history, *Date::parse("2004-06-01")));
  CHECK(first != textOn(history, *Date::parse("2001-06-01")));
  CHECK(first != textOn(history, *Date::parse("2003-06-01")));
  std::vector<std::string> said;
  for (const Diagnostic &d : c->diagnostics.list()) said.push_back(fmt::format("{} {}", entry(d.code).name, d.message));
  // Only while it was elsewhere.
  CHECK(said == std::vector<std::string>{"R002 Article 2 paragraph 2 of S leads nowhere from 2001-01-01 on"});
  const uint32_t citing = *history.instrumentNamed("C", *Date::parse("2005-01-01"));
  auto last = [&](uint32_t citation) {
    const Binding &binding = c->linked.instruments[citing][citation];
    return binding.stretches.empty() ? binding.targets : binding.stretches.back().targets;
  };
  CHECK(last(0) == last(2)); // one lineage
}

TEST_CASE("a text that is not at hand is not said to be missing") {
  for (unsigned seed = 1; seed <= (testing::sanitized ? 6U : 50U); ++seed) {
    // What stands after the amendments is all that is known of S: as if its file began with a later text.
    const AmendedTree history(seed);
    const auto whole = compiledLaw(history.law);
    const Date known = *Date::parse("2004-01-01");
    std::string law = "statute S version 2003-06-01 { in force from 2004-01-01\n",
                citing = "statute C { in force from 1990-01-01\n";
    const uint32_t text = *whole->history->instrumentNamed("S", known);
    size_t count = 0;
    std::function<void(ProvisionRef)> print = [&](ProvisionRef ref) {
      const law::Provision &p = (*whole->history)[ref];
      const bool root = whole->history->isRoot(ref);
      if (!root) {
        law += fmt::format("{} {} {{ ", std::string_view(whole->history->instrument(text).levels[p.level]),
                           std::string_view(p.label.text));
        citing += fmt::format("  article {} {{ without prejudice to {} }}\n", ++count, whole->history->citation(ref));
      }
      for (ProvisionRef child : whole->history->children(ref, known)) print(child);
      if (!root) law += "}\n";
    };
    print({text, 0});
    const auto c = compiledLaw(law + "}\n" + citing + "}\n");
    INFO(renderText(c->diagnostics, c->sources, false));
    for (const Diagnostic &d : c->diagnostics.list()) {
      const std::string code(entry(d.code).name);
      CHECK((code[0] != 'R' && code != "D008"));
    }
    for (const Binding &binding : c->linked.instruments[*c->history->instrumentNamed("C", known)]) {
      CHECK(binding.presumed);
      CHECK(binding.targets.size() == 1);
    }
  }
}

} // namespace
} // namespace proviso
