// Faults planted in the texts of statutes/, as a hand that slips would plant them: do the scenarios notice?
//
// A fault is killed when the check reports an error or a scenario fails. It is equivalent when the tables are the same
// without it, so that no decision can change. All others survive, and are listed.
//
// Each fifth fault is tried; PROVISO_EVERY=1 tries all:
//
//     PROVISO_EVERY=1 build/release/tests/planted_faults_tests
#include "cli/Pipeline.h"
#include "cli/RunScenarios.h"
#include "support/LawFiles.h"
#include "support/Sanitized.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLExtras.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>

namespace proviso::testing {

namespace {

constexpr size_t ordinaryStep = sanitized ? 97 : 5;

struct Change {
  Range range;
  std::string text;
};

struct Fault {
  const char *kind;
  size_t file;
  std::vector<Change> changes; // in the order of the text
};

/// Names among which a hand may slip.
struct Names {
  std::vector<std::string> authorities, addressees;
  std::vector<std::vector<std::string>> ladders; // the ordered values of facts
};

std::vector<Node> childrenOf(Node node) {
  std::vector<Node> list;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode())
      list.push_back(c.takeNode());
    else
      c.take();
  return list;
}

/// Its own tokens of one kind.
std::vector<Range> tokensOf(Node node, TokenKind kind) {
  std::vector<Range> list;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode())
      c.takeNode();
    else if (c.at(kind))
      list.push_back(c.take());
    else
      c.take();
  return list;
}

void collect(Node node, Names &names) {
  const std::vector<Node> children = childrenOf(node);
  auto add = [](std::vector<std::string> &to, std::string name) {
    if (!llvm::is_contained(to, name)) to.push_back(std::move(name));
  };
  if (node.rule() == Rule::vocabItem && node.firstKind() == TokenKind::AUTHORITY)
    add(names.authorities, children.front().text().str());
  if (node.rule() == Rule::plain && node.firstKind() == TokenKind::ON)
    for (Node child : children)
      if (child.rule() == Rule::name) add(names.addressees, child.text().str());
  if (node.rule() == Rule::type && !tokensOf(node, TokenKind::LT).empty()) {
    std::vector<std::string> ladder;
    for (Node child : children) ladder.push_back(child.text().str());
    names.ladders.push_back(std::move(ladder));
  }
  for (Node child : children) collect(child, names);
}

class Planter {
public:
  Planter(const Names &names, size_t file, llvm::StringRef source, std::vector<Fault> &faults)
      : names(names), file(file), source(source), faults(faults) {}

  void plant(Node node, bool inCitation = false) {
    switch (node.rule()) {
    case Rule::outline:
    case Rule::accept:
    case Rule::scenario: return;
    case Rule::citation: inCitation = true; break;
    case Rule::label:
    case Rule::relative:
      if (inCitation)
        for (Range number : tokensOf(node, TokenKind::NUM)) moved("citation", number);
      break;
    case Rule::quantity:
    case Rule::duration:
      for (Range number : tokensOf(node, TokenKind::NUM)) moved("bound", number);
      break;
    case Rule::statement: statement(node); break;
    case Rule::relation: relation(node); break;
    case Rule::ref: rung(node); break;
    case Rule::junction:
    case Rule::roles:
    case Rule::choice: connective(node); break;
    case Rule::cited:
    case Rule::predicate: quantifier(node); break;
    case Rule::by: others("authority", node, names.authorities); break;
    case Rule::plain:
      if (node.firstKind() == TokenKind::ON) others("addressee", node, names.addressees);
      break;
    case Rule::tier: guard(node); break;
    case Rule::sanction: one("sanction dropped", node.range(), ""); break;
    default: break;
    }
    negation(node);
    tiers(node);
    for (Node child : childrenOf(node)) plant(child, inCitation);
  }

private:
  void add(const char *kind, std::vector<Change> changes) { faults.push_back({kind, file, std::move(changes)}); }
  void one(const char *kind, Range range, std::string text) { add(kind, {{range, std::move(text)}}); }
  std::string text(Node node) const { return node.text().str(); }

  /// One more and one less.
  void moved(const char *kind, Range number) {
    std::string digits = textOf(number);
    llvm::erase_value(digits, '_');
    uint64_t value = 0;
    if (llvm::StringRef(digits).getAsInteger(10, value)) return; // an inserted article, a fraction
    one(kind, number, std::to_string(value + 1));
    if (value > 0) one(kind, number, std::to_string(value - 1));
  }

  void statement(Node node) {
    if (node.firstKind() == TokenKind::WHEN || node.firstKind() == TokenKind::UNLESS)
      one("guard dropped", node.range(), "");
    if (node.firstKind() == TokenKind::IN)
      for (Range range : tokensOf(node, TokenKind::DATE))
        if (const auto day = Date::parse(textOf(range))) {
          one("day", range, Date{day->days + 1}.text());
          one("day", range, Date{day->days - 1}.text());
        }
  }

  void relation(Node node) {
    static const std::map<std::string, std::string> neighbours = {{"<", "<="}, {"<=", "<"}, {">", ">="},
                                                                  {">=", ">"}, {"=", "!="}, {"!=", "="}};
    if (const auto it = neighbours.find(text(node)); it != neighbours.end()) one("bound", node.range(), it->second);
  }

  /// `serious` for `especially_serious`.
  void rung(Node node) {
    for (const auto &ladder : names.ladders)
      for (size_t i = 0; i < ladder.size(); ++i) {
        if (ladder[i] != text(node)) continue;
        if (i > 0) one("bound", node.range(), ladder[i - 1]);
        if (i + 1 < ladder.size()) one("bound", node.range(), ladder[i + 1]);
      }
  }

  void connective(Node node) {
    for (const auto &[kind, other] : {std::pair{TokenKind::AND, "or"}, std::pair{TokenKind::OR, "and"}}) {
      std::vector<Change> changes;
      for (Range range : tokensOf(node, kind)) changes.push_back({range, other});
      if (!changes.empty()) add("connective", std::move(changes));
    }
  }

  /// `any of` for `all of` and back; `all items` for `any item` and back.
  void quantifier(Node node) {
    for (Range range : tokensOf(node, TokenKind::ANY)) {
      one("connective", range, "all");
      for (Range level : tokensOf(node, TokenKind::LEVEL))
        faults.back().changes.push_back({level, textOf(level) + "s"});
    }
    for (Range range : tokensOf(node, TokenKind::ALL)) {
      one("connective", range, "any");
      for (Range level : tokensOf(node, TokenKind::LEVELS))
        faults.back().changes.push_back({level, textOf(level).substr(0, level.length - 1)});
    }
  }

  void others(const char *kind, Node node, const std::vector<std::string> &list) {
    for (Node child : childrenOf(node))
      if (child.rule() == Rule::name)
        for (const std::string &other : list)
          if (other != text(child)) one(kind, child.range(), other);
  }

  void guard(Node node) {
    if (const auto condition = node.child(Rule::condition))
      one("guard dropped", condition->range(), fmt::format("({0}) or not ({0})", text(*condition)));
  }

  void negation(Node node) {
    if (node.rule() == Rule::junction || node.rule() == Rule::roles) {
      for (Node child : childrenOf(node)) {
        const std::vector<Range> nots = tokensOf(child, TokenKind::NOT);
        if (nots.empty())
          one("not added", {child.range().begin, 0}, "not ");
        else
          one("not dropped", nots.front(), "");
      }
    }
  }

  /// Base and tiers that follow each other: their blocks exchanged, and their places.
  void tiers(Node node) {
    if (node.rule() != Rule::node && node.rule() != Rule::personal) return;
    std::vector<Node> ladder; // the nodes that hold the blocks
    for (Node child : childrenOf(node)) {
      const std::vector<Node> inner = childrenOf(child);
      if (inner.empty() || (child.rule() != Rule::element && child.rule() != Rule::personalItem)) continue;
      if (inner.front().rule() == Rule::tier) {
        ladder.push_back(inner.front());
      } else if (inner.front().rule() == Rule::statement) {
        const Node statement = inner.front();
        if (const auto tier = statement.child(Rule::tier))
          ladder.push_back(*tier);
        else if (statement.firstKind() == TokenKind::SANCTION)
          ladder.push_back(statement);
      }
    }
    for (size_t i = 0; i + 1 < ladder.size(); ++i) {
      const auto a = ladder[i].child(Rule::block), b = ladder[i + 1].child(Rule::block);
      if (!a || !b) continue;
      add("tiers swapped", {{a->range(), text(*b)}, {b->range(), text(*a)}});
      if (ladder[i].rule() == Rule::tier)
        add("tiers swapped", {{ladder[i].range(), text(ladder[i + 1])}, {ladder[i + 1].range(), text(ladder[i])}});
    }
  }

  std::string textOf(Range range) const { return source.substr(range.begin.offset, range.length).str(); }

  const Names &names;
  size_t file;
  llvm::StringRef source;
  std::vector<Fault> &faults;
};

/// All that decides, in words; not what only explains. Equal words are equal decisions, for every case.
class WhatDecides {
public:
  explicit WhatDecides(const Compilation &c) : program(c.program), tables(c.tables) {}

  std::string words() {
    std::string all;
    for (const ir::Provision &provision : program.provisions)
      all += fmt::format("{} {} {}\n", provision.id, provision.span.from.days, provision.span.until.days);
    for (const ProvisionTable &table : tables.provisions) {
      const ir::Provision &provision = program.provisions[table.provision];
      all += fmt::format("== {}: {}\n", provision.id, diagram(table, table.elements, true));
      if (provision.concurrence)
        all += fmt::format("concurrence {} of {} with {}\n", provision.concurrence->text,
                           fmt::join(provision.concurrence->parties, " "), fmt::join(provision.concurrence->with, " "));
      all += fmt::format("displaces {}\n", fmt::join(provision.displaces, " "));
      for (const AdjustmentTable &one : table.adjustments) {
        const ir::Adjustment &adjustment = provision.adjustments[one.index];
        all += fmt::format("adjustment {}", adjustment.may);
        for (ir::Adjective adjective : adjustment.adjectives) all += fmt::format(" {}", static_cast<int>(adjective));
        all += fmt::format(" for {}, {}: {}\n", fmt::join(adjustment.provisions, " "), fmt::join(adjustment.kinds, " "),
                           diagram(table, one.root, true));
      }
      for (const Effect &effect : table.effects) {
        all += fmt::format("{} {} {} {}", static_cast<int>(effect.addressee), effect.source, effect.group,
                           fmt::join(effect.alternative, "/"));
        for (const Chain &chain : effect.chains) {
          all += " via";
          for (const Link &link : chain) all += fmt::format(" {}", link.provision);
        }
        all += fmt::format(": {}\n", diagram(table, effect.root, false));
      }
    }
    return all;
  }

private:
  std::string diagram(const ProvisionTable &table, Diagram root, bool isCondition) {
    llvm::DenseMap<Diagram, size_t> numbers;
    std::string all;
    std::function<std::string(Diagram)> name = [&](Diagram d) -> std::string {
      if (isTerminal(d))
        return isCondition || valueOf(d) < firstOutcome ? fmt::format("t{}", valueOf(d))
                                                        : outcome(valueOf(d) - firstOutcome);
      if (const auto it = numbers.find(d); it != numbers.end()) return fmt::format("#{}", it->second);
      std::string node = variable(table.variables[table.diagrams.variable(d)]);
      for (Diagram child : table.diagrams.children(d)) node += " " + name(child);
      const size_t number = numbers.size();
      numbers[d] = number;
      all += fmt::format("#{}=({})", number, node);
      return fmt::format("#{}", number);
    };
    const std::string top = name(root);
    return all + top;
  }

  std::string variable(const Variable &v) const {
    std::string words = fmt::format("[{} {} {} {} {} {} {} {}", static_cast<int>(v.kind), static_cast<int>(v.owner),
                                    v.fact, v.provision, v.index, v.months, v.size, term(v.expr));
    for (const Cut &cut : v.cuts) words += fmt::format(" {}{}", cut.at.text(), cut.after ? "+" : "");
    return words + "]";
  }

  std::string outcome(uint32_t index) const {
    const Outcome &o = tables.outcomes[index];
    std::string words = fmt::format("<{} {} {} {} {} {} {} {} {} {} {} {} {}", static_cast<int>(o.op), o.may, o.kind,
                                    o.qualifier, o.currency, o.things, o.authority, fmt::join(o.addressees, ","),
                                    term(o.low), term(o.high), o.times.text(), o.months, o.days);
    for (const ir::Term &one : o.terms) words += " " + one.text();
    if (o.op == OutcomeOp::NotWrittenOut) words += o.text;
    if (o.op == OutcomeOp::Kind && (o.low == ir::none || o.high == ir::none)) {
      const ir::Kind &kind = program.kinds[o.kind];
      words += fmt::format(" {} {}", kind.least ? kind.least->text() : "", kind.most ? kind.most->text() : "");
    }
    for (uint32_t branch : o.branches) words += outcome(branch);
    return words + ">";
  }

  std::string term(ir::Index index) const {
    if (index == ir::none) return "-";
    const ir::Expr &e = program.expr(index);
    std::string words = fmt::format("({} {} {} {} {} {} {}", static_cast<int>(e.op), e.index, static_cast<int>(e.owner),
                                    e.provision, e.number.text(), e.date.days, e.months);
    for (ir::Index operand : e.operands) words += term(operand);
    return words + ")";
  }

  const ir::Program &program;
  const DecisionTables &tables;
};

struct Count {
  size_t byCheck = 0, byScenario = 0, equivalent = 0, survived = 0;
};

} // namespace

TEST_CASE("the scenarios of the statutes notice faults that are planted in the law") {
  const std::vector<LawFile> files = lawFilesIn({"statutes"});
  std::vector<std::unique_ptr<Sources>> sources;
  std::vector<Tree> trees;
  Names names;
  for (const LawFile &file : files) {
    Diagnostics none;
    sources.push_back(std::make_unique<Sources>());
    sources.back()->add(file.path, file.text);
    trees.push_back(parse(*sources.back(), 0, none));
    collect(trees.back().root(), names);
  }
  std::vector<Fault> faults;
  for (size_t f = 0; f < files.size(); ++f) Planter(names, f, files[f].text, faults).plant(trees[f].root());
  REQUIRE(faults.size() > 500);

  auto compiled = [&](const Fault *fault) {
    auto c = std::make_unique<Compilation>();
    for (size_t f = 0; f < files.size(); ++f) {
      std::string text = files[f].text;
      if (fault && fault->file == f)
        for (const Change &change : llvm::reverse(fault->changes))
          text.replace(change.range.begin.offset, change.range.length, change.text);
      c->sources.add(files[f].path, std::move(text));
    }
    compile(*c);
    return c;
  };
  const auto sound = compiled(nullptr);
  REQUIRE_FALSE(sound->diagnostics.hasErrors());
  const std::string decides = WhatDecides(*sound).words();

  const char *setting = std::getenv("PROVISO_EVERY");
  const size_t every = setting ? std::max<size_t>(1, std::strtoul(setting, nullptr, 10)) : ordinaryStep;
  std::map<std::string, Count> counts;
  Count all;
  std::string survivors;
  for (size_t i = 0; i < faults.size(); i += every) {
    const Fault &fault = faults[i];
    const auto c = compiled(&fault);
    auto count = [&](size_t Count::*what) {
      ++(counts[fault.kind].*what);
      ++(all.*what);
    };
    if (c->diagnostics.hasErrors()) {
      count(&Count::byCheck);
      continue;
    }
    if (WhatDecides(*c).words() == decides) {
      count(&Count::equivalent);
      continue;
    }
    const Tables tables = loadTables(*c);
    if (llvm::any_of(c->program.scenarios, [&](const ir::Scenario &scenario) {
          return !runScenario(c->program, tables, scenario).passed();
        })) {
      count(&Count::byScenario);
      continue;
    }
    count(&Count::survived);
    const Change &first = fault.changes.front();
    survivors +=
        fmt::format("  {}:{} {}: `{}` -> `{}`\n", std::filesystem::path(files[fault.file].path).filename().string(),
                    sources[fault.file]->lineColumn({0, first.range.begin.offset}).line, fault.kind,
                    files[fault.file].text.substr(first.range.begin.offset, first.range.length).substr(0, 60),
                    first.text.substr(0, 60));
  }

  std::string table;
  for (const auto &[kind, n] : counts)
    table += fmt::format("\n  {}: {} by the check, {} by a scenario, {} equivalent, {} survived", kind, n.byCheck,
                         n.byScenario, n.equivalent, n.survived);
  const size_t killed = all.byCheck + all.byScenario, changing = killed + all.survived;
  const double score = 100 * static_cast<double>(killed) / static_cast<double>(changing);
  // Of those alone which compile, and so were left to the scenarios.
  const double scenarios =
      100 * static_cast<double>(all.byScenario) / static_cast<double>(all.byScenario + all.survived);
  MESSAGE(fmt::format("{} faults, {} equivalent; killed {} of {}: {:.1f} %; of those without an error: {:.1f} %{}",
                      changing + all.equivalent, all.equivalent, killed, changing, score, scenarios, table));
  if (!survivors.empty()) MESSAGE("survivors:\n" << survivors);
  CHECK(score > 95);
}

} // namespace proviso::testing
