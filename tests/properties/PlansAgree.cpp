// Plans against decide(): on columns of random cells, some of them not known, both say the same of every case; with
// every set of instructions and on several threads.
#include "cli/Pipeline.h"
#include "support/Golden.h"
#include "support/RandomLaw.h"
#include "support/Sanitized.h"

#include "proviso/Plan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace proviso::testing {

namespace {

using namespace layout;

/// Cases of one form, as columns and one by one.
class Cases {
public:
  Cases(const Tables &tables, Date day, Random &random) : tables(tables), random(random) {
    form.day = day;
    form.silenceIsFalse = below(2) == 0;
    for (int i = 0; i < 4; ++i) subjects.push_back(someSubject());
    // Most laws say more than a case: a part of what could be stated has a column.
    const int share = 1 + below(4);
    if (below(4) != 0) form.columns.push_back({CaseColumn::Kind::Subject, "", "", 0, false, subjects});
    if (below(2) == 0) form.columns.push_back({CaseColumn::Kind::Act, "", "", 0, false, {}});
    if (below(3) == 0) form.columns.push_back({CaseColumn::Kind::Decided, "", "", 0, false, {}});
    std::set<std::string> names;
    for (uint32_t f = 0; f < tables.rows(Section::Facts); ++f) {
      const std::string name(tables.text(Section::Facts, f, facts::Name));
      if (tables.word(Section::Facts, f, facts::Owner) != 0 ||
          (tables.word(Section::Facts, f, facts::Flags) & factQuantity) || !names.insert(name).second ||
          below(4) >= share)
        continue;
      const auto type = static_cast<FactType>(tables.word(Section::Facts, f, facts::Type));
      CaseColumn column{CaseColumn::Kind::Fact, name, "", 0, below(2) == 0, {}};
      if (type == FactType::Money || type == FactType::Number) column.decimals = static_cast<uint8_t>(below(3));
      if (tables.word(Section::Facts, f, facts::Flags) & factForEachProvision) {
        if (below(2) == 0) form.columns.push_back(column);
        if (below(2) == 0) {
          column.provision = someProvision();
          form.columns.push_back(column);
        }
      } else {
        form.columns.push_back(column);
      }
    }
    std::set<std::string> about;
    for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v) {
      const auto kind = static_cast<layout::VariableKind>(tables.word(Section::Variables, v, variables::Kind));
      if ((kind != layout::VariableKind::Breach && kind != layout::VariableKind::Disobeyed) || below(4) >= share)
        continue;
      const uint32_t p = tables.word(Section::Variables, v, variables::Provision) - 1;
      const std::string id(tables.text(Section::Provisions, p, provisions::Id));
      const auto what = kind == layout::VariableKind::Breach ? CaseColumn::Kind::Violates : CaseColumn::Kind::Disobeyed;
      if (about.insert(fmt::format("{}{}", static_cast<int>(what), id)).second)
        form.columns.push_back({what, "", id, 0, false, {}});
    }
  }

  CaseForm form;

  void fill(const Span &span, size_t count) {
    of.assign(count, {});
    bytes.assign(form.columns.size(), {});
    known.assign(form.columns.size(), std::vector<uint64_t>((count + 63) / 64, ~uint64_t(0)));
    const int nulls = below(3); // none, some, many
    std::vector<Date> acts(count, form.day);
    for (Case &one : of) {
      one.date = one.decided = form.day;
      one.silenceIsFalse = form.silenceIsFalse;
    }
    for (size_t c = 0; c < form.columns.size(); ++c)
      for (size_t i = 0; i < count; ++i) {
        const bool act = form.columns[c].kind == CaseColumn::Kind::Act;
        const bool null = !act && nulls != 0 && below(nulls == 1 ? 10 : 2) == 0;
        if (null) known[c][i / 64] &= ~(uint64_t(1) << i % 64);
        cell(form.columns[c], bytes[c], of[i], null, span);
      }
  }

  std::vector<ColumnCells> cells() const {
    std::vector<ColumnCells> list;
    for (size_t c = 0; c < bytes.size(); ++c) list.push_back({bytes[c].data(), known[c].data()});
    return list;
  }

  std::vector<Case> of;

private:
  int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

  std::vector<std::string> someSubject() {
    std::vector<std::string> names;
    for (uint32_t r = 0; r < tables.rows(Section::Roles); ++r)
      if (below(3) == 0) names.emplace_back(tables.text(Section::Roles, r, roles::Name));
    if (below(3) != 0 && tables.rows(Section::Forms) != 0)
      names.emplace_back(tables.text(
          Section::Forms, static_cast<uint32_t>(below(static_cast<int>(tables.rows(Section::Forms)))), forms::Name));
    return names;
  }

  std::string someProvision() {
    const auto p = static_cast<uint32_t>(below(static_cast<int>(tables.rows(Section::Provisions))));
    return std::string(tables.text(Section::Provisions, p, provisions::Id));
  }

  template <typename Value>
  static void put(std::vector<unsigned char> &to, Value value) {
    const auto *from = reinterpret_cast<const unsigned char *>(&value);
    to.insert(to.end(), from, from + sizeof value);
  }

  void cell(const CaseColumn &column, std::vector<unsigned char> &to, Case &one, bool null, const Span &span) {
    switch (column.kind) {
    case CaseColumn::Kind::Act: {
      const int32_t last = std::min(span.until.days - 1, std::max(span.from.days, form.day.days - 400) + 800);
      const int32_t from = std::max(span.from.days, last - 800);
      one.date.days = from + below(last - from + 1);
      one.decided = std::max(one.decided, one.date);
      put(to, one.date.days);
      break;
    }
    case CaseColumn::Kind::Decided: {
      const Date day{std::max(one.date, form.day).days + below(900)};
      if (!null) one.decided = day;
      put(to, day.days);
      break;
    }
    case CaseColumn::Kind::Subject: {
      const auto which = static_cast<uint16_t>(below(static_cast<int>(subjects.size())));
      if (!null) one.subject = subjects[which];
      put(to, which);
      break;
    }
    case CaseColumn::Kind::Violates:
    case CaseColumn::Kind::Disobeyed: {
      const auto value = static_cast<uint8_t>(below(2));
      if (!null)
        (column.kind == CaseColumn::Kind::Violates ? one.violates : one.disobeyed)
            .push_back({column.provision, value != 0});
      put(to, value);
      break;
    }
    case CaseColumn::Kind::Fact: {
      const FactValue value = fact(column, to);
      if (!null) one.facts.push_back({column.fact, column.provision, value});
      break;
    }
    }
  }

  FactValue fact(const CaseColumn &column, std::vector<unsigned char> &to) {
    const uint32_t f = *tables.find(Section::Facts, facts::Name, column.fact);
    const bool never = (tables.word(Section::Facts, f, facts::Flags) & factUnascertainable) && below(5) == 0;
    switch (static_cast<FactType>(tables.word(Section::Facts, f, facts::Type))) {
    case FactType::Boolean: {
      const auto value = static_cast<uint8_t>(never ? 2 : below(2));
      put(to, value);
      return never ? FactValue::unascertainable() : FactValue::of(value == 1);
    }
    case FactType::Choice: {
      const uint32_t count = tables.word(Section::Facts, f, facts::ValueCount);
      const auto value = static_cast<uint8_t>(never ? count : static_cast<uint32_t>(below(static_cast<int>(count))));
      put(to, value);
      return never ? FactValue::unascertainable()
                   : FactValue::ofChoice(std::string(tables.text(
                         Section::Values, tables.word(Section::Facts, f, facts::FirstValue) + value, values::Name)));
    }
    case FactType::Date: {
      const int32_t day = never ? INT32_MIN : form.day.days - 1000 + below(2000);
      put(to, day);
      return never ? FactValue::unascertainable() : FactValue::of(Date{day});
    }
    case FactType::Duration: {
      const int32_t length = never ? INT32_MIN : below(60);
      put(to, length);
      return never ? FactValue::unascertainable()
                   : FactValue::of(Duration{column.months ? Duration::Unit::Months : Duration::Unit::Days, length});
    }
    default: {
      int64_t unit = 1;
      for (int i = 0; i < column.decimals; ++i) unit *= 10;
      const int64_t value = never ? INT64_MIN : near(f) * unit + (column.decimals ? below(3) - 1 : 0);
      const int64_t whole =
          !never && static_cast<FactType>(tables.word(Section::Facts, f, facts::Type)) == FactType::Count
              ? std::max<int64_t>(0, value)
              : value;
      put(to, whole);
      return never ? FactValue::unascertainable()
                   : FactValue::of(*Number::ratio(whole, unit),
                                   std::string(tables.text(Section::Facts, f, facts::Currency)));
    }
    }
  }

  /// A figure beside one that the law names.
  int64_t near(uint32_t fact) {
    std::vector<int64_t> bounds{0, 10, 100'000};
    for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v)
      if (tables.word(Section::Variables, v, variables::Fact) == fact + 1)
        for (uint32_t cut = 0; cut < tables.word(Section::Variables, v, variables::CutCount); ++cut)
          bounds.push_back(
              tables.number(Section::Cuts, tables.word(Section::Variables, v, variables::FirstCut) + cut, cuts::TopLow)
                  .numerator());
    return bounds[static_cast<size_t>(below(static_cast<int>(bounds.size())))] + below(3) - 1;
  }

  const Tables &tables;
  Random &random;
  std::vector<std::vector<std::string>> subjects;
  std::vector<std::vector<unsigned char>> bytes;
  std::vector<std::vector<uint64_t>> known;
};

std::string words(const Verdict &verdict) {
  std::string text = fmt::format("{} status {}{} by {}", verdict.provision, static_cast<int>(verdict.status),
                                 verdict.nothingKnown ? " (nothing known)" : "", fmt::join(verdict.by, ","));
  for (const Verdict::Effect &effect : verdict.effects)
    text += fmt::format("; effect {} on {}: {}{}", effect.effect, effect.person, fmt::join(effect.outcomes, ","),
                        effect.maybeNothing ? " or nothing" : "");
  return text;
}

std::string wordsOf(const std::vector<Verdict> &verdicts) {
  std::string all;
  for (const Verdict &one : verdicts) all += words(one) + "\n";
  return all;
}

/// The verdicts of a case with those of all cases, in the order of the provisions.
std::vector<Verdict> allOf(const Plan &plan, const Decisions::Ids &ids) {
  std::vector<Verdict> all;
  for (uint32_t id : ids) all.push_back(plan.verdict(id));
  for (const Verdict &one : plan.always())
    if (std::none_of(all.begin(), all.end(), [&](const Verdict &other) { return other.provision == one.provision; }))
      all.push_back(one);
  std::sort(all.begin(), all.end());
  return all;
}

struct Counts {
  size_t forms = 0, cases = 0, verdicts = 0, contradictory = 0, weighed = 0;
};

void agree(const Tables &tables, Random &random, size_t forms, size_t rows, Counts &counts) {
  std::vector<Date> turns;
  for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p)
    if (const Date from = tables.date(Section::Provisions, p, provisions::From); from != Date::earliest())
      turns.push_back(from);
  if (turns.empty()) turns.push_back(*Date::of(2020, 1, 1));
  for (size_t f = 0; f < forms; ++f) {
    const Date day{turns[random() % turns.size()].days + static_cast<int32_t>(random() % 300)};
    Cases cases(tables, day, random);
    std::vector<std::string> errors;
    std::vector<std::unique_ptr<Plan>> plans;
    for (auto set : {Plan::Instructions::Portable, Plan::Instructions::Avx2, Plan::Instructions::Avx512})
      plans.push_back(Plan::make(tables, cases.form, day, errors, set));
    // What several vocabularies declare differently has no column.
    if (!plans.front()) {
      CHECK_FALSE(errors.empty());
      continue;
    }
    ++counts.forms;
    cases.fill(plans.front()->span(), rows);
    const auto cells = cases.cells();
    std::vector<Decisions> decided(plans.size() + 1);
    for (size_t i = 0; i < plans.size(); ++i) plans[i]->decide(cells.data(), rows, decided[i]);
    plans.front()->decide(cells.data(), rows, decided.back(), 2);
    for (size_t row = 0; row < rows; ++row) {
      const auto bound = BoundCase::bind(tables, cases.of[row], errors);
      INFO(fmt::format("{}", fmt::join(errors, "; ")));
      REQUIRE(bound);
      DecideOptions options;
      options.missingBudget = 0; // what is missing is not compared
      const Decision decision = proviso::decide(*bound, options);
      const std::vector<Verdict> wanted = verdictsOf(*bound, decision);
      ++counts.cases;
      for (size_t i = 0; i < decided.size(); ++i) {
        const Plan &plan = *plans[i < plans.size() ? i : 0];
        bool contradictory = false;
        for (uint32_t id : decided[i][row]) {
          REQUIRE(id != Plan::invalid);
          contradictory = contradictory || id == Plan::contradictory;
        }
        REQUIRE(contradictory == decision.contradictory);
        if (contradictory) {
          counts.contradictory += i == 0;
          continue;
        }
        const std::vector<Verdict> found = allOf(plan, decided[i][row]);
        if (i == 0) {
          counts.verdicts += found.size();
          for (const Verdict &one : found)
            counts.weighed +=
                one.status == Status::Displaced || one.status == Status::Exempt || one.status == Status::Barred;
        }
        const std::string all = wordsOf(wanted), other = wordsOf(found);
        if (other == all) continue;
        std::string form;
        for (const CaseColumn &column : cases.form.columns)
          form += fmt::format("{} {} {}, ", static_cast<int>(column.kind), column.fact, column.provision);
        INFO(form);
        INFO("instructions " << i << ", row " << row << "\n" << decisionText(*bound, decision, false));
        REQUIRE(other == all);
      }
    }
  }
}

} // namespace

TEST_SUITE("plans agree") {
  TEST_CASE("on the statutes") {
    const auto c = compile({PROVISO_STATUTES});
    REQUIRE_FALSE(c->diagnostics.hasErrors());
    const Tables tables = loadTables(*c);
    Random random(7);
    Counts counts;
    agree(tables, random, sanitized ? 2 : 10, 70, counts);
    MESSAGE(counts.cases << " cases of " << counts.forms << " forms, " << counts.verdicts << " verdicts");
  }

  TEST_CASE("what holds whatever the cells are is weighed too") {
    Compilation c;
    c.sources.add("constant.law", readAll(PROVISO_SOURCE_DIR "/tests/support/what_always_holds.law"));
    compile(c);
    INFO(renderText(c.diagnostics, c.sources, false));
    REQUIRE_FALSE(c.diagnostics.hasErrors());
    const Tables tables = loadTables(c);
    for (const bool withColumn : {false, true}) {
      CaseForm form;
      form.day = *Date::of(2020, 1, 1);
      form.silenceIsFalse = true;
      if (withColumn) form.columns.push_back({CaseColumn::Kind::Fact, "c", "", 0, false, {}});
      std::vector<std::string> errors;
      const auto plan = Plan::make(tables, form, form.day, errors);
      REQUIRE(plan);
      const uint8_t yes[] = {1, 0};
      const ColumnCells cells[] = {{yes, nullptr}};
      Decisions decided;
      plan->decide(cells, 2, decided);
      for (size_t row = 0; row < 2; ++row) {
        Case one;
        one.date = one.decided = form.day;
        one.silenceIsFalse = true;
        if (withColumn) one.facts.push_back({"c", "", FactValue::of(yes[row] == 1)});
        const auto bound = BoundCase::bind(tables, one, errors);
        REQUIRE(bound);
        CHECK(wordsOf(allOf(*plan, decided[row])) == wordsOf(verdictsOf(*bound, decide(*bound))));
      }
    }
  }

  TEST_CASE("on random laws") {
    const char *laws = std::getenv("PROVISO_LAWS"), *seed = std::getenv("PROVISO_SEED");
    Random random(seed ? static_cast<unsigned>(std::atoi(seed)) : 1);
    Counts counts;
    int checked = 0;
    for (int i = 0; i < (laws ? std::atoi(laws) : sanitized ? 6 : 30); ++i) {
      const std::string text = randomLaw(random);
      Compilation c;
      c.sources.add("random.law", text);
      compile(c);
      if (c.diagnostics.hasErrors()) continue;
      ++checked;
      INFO(text);
      agree(loadTables(c), random, 6, 70, counts);
    }
    MESSAGE(counts.cases << " cases of " << counts.forms << " forms of " << checked << " laws, " << counts.verdicts
                         << " verdicts; " << counts.contradictory << " contradict themselves, " << counts.weighed
                         << " displaced, exempt or barred");
    CHECK(counts.weighed > (laws || sanitized ? 0U : 50U));
  }
}

} // namespace proviso::testing
