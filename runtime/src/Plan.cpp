#include "PlanParts.h"

#include "Diagram.h"
#include "Weigh.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <new>
#include <numeric>
#include <thread>

namespace proviso {

using namespace layout;

void AlignedWords::assign(size_t count, uint64_t value) {
  words.reset(
      static_cast<uint64_t *>(::operator new[](std::max<size_t>(8, count) * sizeof(uint64_t), std::align_val_t(64))));
  std::fill_n(words.get(), std::max<size_t>(8, count), value);
}

uint32_t Plan::Parts::add(const Verdict &verdict) const {
  const std::unique_lock lock(mutex);
  const auto [it, isNew] = found.try_emplace(verdict, static_cast<uint32_t>(foundInOrder.size()));
  if (isNew) foundInOrder.push_back(std::make_unique<Verdict>(verdict));
  return it->second;
}

CellType cellTypeOf(CaseColumn::Kind kind, FactType type) {
  switch (kind) {
  case CaseColumn::Kind::Act:
  case CaseColumn::Kind::Decided: return CellType::Ints;
  case CaseColumn::Kind::Subject: return CellType::Shorts;
  case CaseColumn::Kind::Violates:
  case CaseColumn::Kind::Disobeyed: return CellType::Bytes;
  case CaseColumn::Kind::Fact: break;
  }
  if (type == FactType::Boolean || type == FactType::Choice) return CellType::Bytes;
  return type == FactType::Date || type == FactType::Duration ? CellType::Ints : CellType::Longs;
}

std::vector<Verdict> verdictsOf(const BoundCase &bound, const Decision &decision) {
  std::vector<Verdict> list;
  for (const ProvisionResult &result : decision.provisions) {
    Verdict verdict;
    verdict.provision = result.provision;
    verdict.status = result.status;
    verdict.by = result.by;
    verdict.nothingKnown = result.nothingKnown;
    for (const EffectResult &effect : decision.effects) {
      if (effect.provision != result.provision) continue;
      const auto person =
          effect.person ? static_cast<uint32_t>(effect.person - bound.persons().data()) + 1 : uint32_t(0);
      verdict.effects.push_back({effect.effect, person, effect.outcomes, effect.maybeNothing});
      std::sort(verdict.effects.back().outcomes.begin(), verdict.effects.back().outcomes.end());
    }
    if (verdict.status != Status::DoesNotApply || !verdict.effects.empty()) list.push_back(std::move(verdict));
  }
  return list;
}

FactValue Plan::Parts::valueOf(uint32_t column, uint32_t fact, int64_t cell) const {
  auto in = [&](uint32_t of) { return tables.word(Section::Facts, fact, of); };
  switch (static_cast<FactType>(in(facts::Type))) {
  case FactType::Boolean: return cell == 2 ? FactValue::unascertainable() : FactValue::of(cell == 1);
  case FactType::Choice:
    if (cell == in(facts::ValueCount)) return FactValue::unascertainable();
    return FactValue::ofChoice(std::string(
        tables.text(Section::Values, in(facts::FirstValue) + static_cast<uint32_t>(cell), layout::values::Name)));
  case FactType::Date:
    return cell == INT32_MIN ? FactValue::unascertainable() : FactValue::of(Date{static_cast<int32_t>(cell)});
  case FactType::Duration:
    if (cell == INT32_MIN) return FactValue::unascertainable();
    return FactValue::of(Duration{form.columns[column].months ? Duration::Unit::Months : Duration::Unit::Days,
                                  static_cast<int32_t>(cell)});
  default: break;
  }
  if (cell == INT64_MIN) return FactValue::unascertainable();
  int64_t unit = 1;
  for (unsigned i = 0; i < form.columns[column].decimals; ++i) unit *= 10;
  return FactValue::of(*Number::ratio(cell, unit), std::string(tables.text(Section::Facts, fact, facts::Currency)));
}

/// Makes a plan: inputs of columns, diagrams over inputs, rules of diagrams.
class PlanMaker {
public:
  PlanMaker(const Tables &tables, const CaseForm &form, Date day, std::vector<std::string> &errors)
      : tables(tables), errors(errors), plan(new Plan()) {
    plan->parts = std::make_unique<Plan::Parts>(tables, form);
    plan->parts->day = day;
  }

  std::unique_ptr<Plan> make() {
    const size_t before = errors.size();
    bindColumns();
    if (errors.size() != before) return nullptr;
    findSpan();
    if (!at().act && !at().span.contains(at().form.day)) {
      errors.push_back("the day of the form is not one of the plan's law");
      return nullptr;
    }
    join();
    at().verdicts.resize(2);
    at().flags.resize(2);
    at().twins.resize(2);
    at().columnsOf.resize(tables.rows(Section::Provisions));
    inputOf.assign(tables.rows(Section::Variables), std::nullopt);
    for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p) provision(p);
    weighConstants();
    findRawColumns();
    rules();
    if (at().groups.size() > mostGroups) errors.push_back("a plan has no room for so many columns");
    if (errors.size() != before) return nullptr;
    return std::move(plan);
  }

private:
  Plan::Parts &at() { return *plan->parts; }
  uint32_t word(Section section, uint32_t row, uint32_t column) const { return tables.word(section, row, column); }

  Span spanOf(uint32_t p) const {
    return {tables.date(Section::Provisions, p, provisions::From),
            tables.date(Section::Provisions, p, provisions::Until)};
  }

  // ---- columns

  void bindColumns() {
    Plan::Parts &parts = at();
    Case none;
    none.date = none.decided = parts.day;
    none.silenceIsFalse = parts.form.silenceIsFalse;
    parts.empty = BoundCase::bind(tables, none, errors);
    parts.facts.resize(parts.form.columns.size());
    parts.provisions.resize(parts.form.columns.size());
    auto only = [&](std::optional<uint32_t> &which, uint32_t c, std::string_view what) {
      if (which) errors.push_back(fmt::format("two columns have {}", what));
      which = c;
    };
    for (uint32_t c = 0; c < parts.form.columns.size(); ++c) {
      const CaseColumn &column = parts.form.columns[c];
      for (uint32_t other = 0; other < c && !column.fact.empty(); ++other)
        if (parts.form.columns[other].fact == column.fact && parts.form.columns[other].provision == column.provision)
          errors.push_back(fmt::format("two columns have `{}`", column.fact));
      switch (column.kind) {
      case CaseColumn::Kind::Act: only(parts.act, c, "the day of the act"); break;
      case CaseColumn::Kind::Decided: only(parts.decided, c, "the day of the decision"); break;
      case CaseColumn::Kind::Subject:
        only(parts.subject, c, "the subject");
        for (const std::vector<std::string> &names : column.subjects) {
          Case one = none;
          one.subject = names;
          const auto bound = BoundCase::bind(tables, one, errors);
          if (bound) parts.subjects.push_back({bound->subject.roles, bound->form});
        }
        if (parts.empty) parts.subjects.push_back({parts.empty->subject.roles, parts.empty->form}); // nothing is said
        break;
      case CaseColumn::Kind::Fact: fact(c, none); break;
      case CaseColumn::Kind::Violates:
      case CaseColumn::Kind::Disobeyed: {
        Case one = none;
        const bool breach = column.kind == CaseColumn::Kind::Violates;
        (breach ? one.violates : one.disobeyed).push_back({column.provision, true});
        if (const auto bound = BoundCase::bind(tables, one, errors))
          parts.provisions[c] = (breach ? bound->breaches : bound->orders).front().first;
        break;
      }
      }
    }
  }

  void fact(uint32_t c, const Case &none) {
    Plan::Parts &parts = at();
    const CaseColumn &column = parts.form.columns[c];
    const auto first = tables.find(Section::Facts, facts::Name, column.fact);
    Case one = none;
    one.facts.push_back({column.fact, column.provision, FactValue::unknown()}); // its name and its place
    const auto bound = BoundCase::bind(tables, one, errors);
    if (!bound) return;
    for (const BoundCase::Stated &stated : bound->subject.facts) {
      // Of two vocabularies that declare it differently a column could fit only one.
      if (word(Section::Facts, stated.fact, facts::Type) != word(Section::Facts, *first, facts::Type) ||
          valuesOf(stated.fact) != valuesOf(*first)) {
        errors.push_back(fmt::format("two vocabularies declare `{}` differently: no column can have it", column.fact));
        return;
      }
      parts.facts[c].push_back(stated.fact);
      parts.provisions[c] = stated.provision;
    }
    const auto type = static_cast<FactType>(word(Section::Facts, *first, facts::Type));
    if (column.decimals > 18 || (column.decimals != 0 && type != FactType::Number && type != FactType::Money))
      errors.push_back(fmt::format("`{}` cannot have {} digits behind the point", column.fact, column.decimals));
  }

  std::vector<std::string_view> valuesOf(uint32_t row) const {
    std::vector<std::string_view> names{tables.text(Section::Facts, row, facts::Currency)};
    for (uint32_t i = 0; i < word(Section::Facts, row, facts::ValueCount); ++i)
      names.push_back(tables.text(Section::Values, word(Section::Facts, row, facts::FirstValue) + i, values::Name));
    return names;
  }

  /// The days around that of the plan on which the law is the same.
  void findSpan() {
    Span &span = at().span;
    auto turn = [&](Date day) {
      if (day <= at().day)
        span.from = std::max(span.from, day);
      else
        span.until = std::min(span.until, day);
    };
    for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p) {
      turn(spanOf(p).from);
      turn(spanOf(p).until);
    }
    for (uint32_t q = 0; q < tables.rows(Section::Quantities); ++q)
      turn(tables.date(Section::Quantities, q, quantities::From));
  }

  // ---- provisions that may meet

  void join() {
    const uint32_t count = tables.rows(Section::Provisions);
    leader.resize(count);
    std::iota(leader.begin(), leader.end(), 0);
    std::vector<bool> always(count, false);
    const Weigh scopes(*at().empty, {});
    adjustmentsOf.resize(count);
    for (uint32_t p = 0; p < count; ++p)
      for (uint32_t i = 0; i < word(Section::Provisions, p, provisions::DisplacerCount); ++i)
        unite(p,
              word(Section::Displacers, word(Section::Provisions, p, provisions::FirstDisplacer) + i, displacers::By));
    for (uint32_t a = 0; a < tables.rows(Section::Adjustments); ++a) {
      const uint32_t by = word(Section::Adjustments, a, adjustments::Provision);
      adjustmentsOf[by].push_back(a);
      at().milderLaws = at().milderLaws || word(Section::Adjustments, a, adjustments::Adjectives) == adjectiveMilderLaw;
      for (uint32_t p = 0; p < count; ++p)
        if (scopes.reaches(a, p)) unite(p, by);
    }
    for (uint32_t r = 0; r < tables.rows(Section::Concurrences); ++r) {
      const uint32_t by = word(Section::Concurrences, r, concurrences::Provision);
      if (scopes.ruleOf(r) == ConcurrenceRule::TotalUpToGravest) always[by] = true;
      for (uint32_t p = 0; p < count; ++p)
        if (scopes.isParty(r, p) || scopes.isOther(r, p)) unite(p, by);
    }
    if (tables.rows(Section::Criteria) != 0) {
      std::optional<uint32_t> first;
      for (uint32_t p = 0; p < count; ++p)
        if (word(Section::Provisions, p, provisions::Flags) & provisionPunishes) {
          if (first) unite(p, *first);
          first = first ? first : std::optional(p);
        }
    }
    std::vector<uint32_t> size(count, 0), number(count, 0);
    for (uint32_t p = 0; p < count; ++p) ++size[leaderOf(p)];
    at().componentAlways.push_back(false);
    at().members.emplace_back();
    component.assign(count, 0);
    for (uint32_t p = 0; p < count; ++p) {
      const uint32_t first = leaderOf(p);
      if (size[first] == 1 && !always[p] && adjustmentsOf[p].empty()) continue;
      if (number[first] == 0) {
        number[first] = static_cast<uint32_t>(at().members.size());
        at().members.emplace_back(count, false);
        at().componentAlways.push_back(false);
      }
      component[p] = number[first];
      at().members[number[first]][p] = true;
      if (always[p]) at().componentAlways[number[first]] = true;
    }
  }

  uint32_t leaderOf(uint32_t p) {
    while (leader[p] != p) p = leader[p] = leader[leader[p]];
    return p;
  }
  void unite(uint32_t a, uint32_t b) { leader[leaderOf(a)] = leaderOf(b); }

  // ---- inputs

  /// The first cell that is not below a bound of a variable, in units of the column.
  static std::optional<int64_t> firstCell(Number cut, bool after, unsigned decimals) {
    __extension__ using Wide = __int128;
    Wide scaled = cut.numerator();
    for (unsigned i = 0; i < decimals; ++i) scaled *= 10;
    const Wide bottom = cut.denominator();
    Wide cell = scaled / bottom;
    if (scaled < 0 && cell * bottom != scaled) --cell; // down
    if (after || cell * bottom != scaled) ++cell;      // the next one up
    if (cell > INT64_MAX) return std::nullopt;
    return cell <= INT64_MIN ? INT64_MIN + 1 : static_cast<int64_t>(cell);
  }

  const CaseColumn &columnAt(uint32_t c) { return at().form.columns[c]; }

  /// The input of a column alone.
  uint32_t direct(uint32_t c) {
    if (const auto found = ofColumn.find(c); found != ofColumn.end()) return found->second;
    PlanInput input;
    input.column = c;
    std::vector<FactValue> codes;
    const CaseColumn &column = columnAt(c);
    if (column.kind == CaseColumn::Kind::Subject) {
      input.cells = Cells::Kind::Shorts;
      input.unknown = static_cast<uint16_t>(at().subjects.size());
      input.silence = static_cast<uint16_t>(input.unknown - 1);
    } else if (column.kind != CaseColumn::Kind::Fact) {
      input.unknown = 2;
      if (at().form.silenceIsFalse) input.silence = 0;
    } else {
      const uint32_t row = at().facts[c].front();
      const auto type = static_cast<FactType>(word(Section::Facts, row, facts::Type));
      input.unascertainable = (word(Section::Facts, row, facts::Flags) & factUnascertainable) != 0;
      input.cells = static_cast<Cells::Kind>(cellTypeOf(column.kind, type));
      auto code = [&](int64_t cell) { codes.push_back(at().valueOf(c, row, cell)); };
      if (input.cells == Cells::Kind::Bytes) {
        const uint32_t count = type == FactType::Boolean ? 2 : word(Section::Facts, row, facts::ValueCount);
        for (uint32_t i = 0; i < count; ++i) code(i);
      } else {
        for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v) {
          if (static_cast<VariableKind>(word(Section::Variables, v, variables::Kind)) != VariableKind::Fact ||
              !std::count(at().facts[c].begin(), at().facts[c].end(), word(Section::Variables, v, variables::Fact) - 1))
            continue;
          const uint32_t first = word(Section::Variables, v, variables::FirstCut);
          for (uint32_t cut = first; cut < first + word(Section::Variables, v, variables::CutCount); ++cut)
            if (const auto cell = firstCell(tables.number(Section::Cuts, cut, cuts::TopLow),
                                            word(Section::Cuts, cut, cuts::After) != 0, column.decimals))
              input.bounds.push_back(*cell);
        }
        if (type == FactType::Count) { // none is below zero
          input.least = 0;
          std::erase_if(input.bounds, [](int64_t bound) { return bound <= 0; });
        }
        std::sort(input.bounds.begin(), input.bounds.end());
        input.bounds.erase(std::unique(input.bounds.begin(), input.bounds.end()), input.bounds.end());
        if (input.bounds.size() > mostBounds) {
          errors.push_back(fmt::format("`{}` is compared with more than {} figures", column.fact, mostBounds));
          input.bounds.resize(mostBounds);
        }
        if (input.cells == Cells::Kind::Ints)
          for (int64_t bound : input.bounds)
            input.bounds4.push_back(static_cast<int32_t>(std::clamp<int64_t>(bound, INT32_MIN + 1, INT32_MAX)));
        code(input.bounds.empty() ? 0 : input.bounds.front() - 1);
        for (int64_t bound : input.bounds) code(bound);
      }
      if (input.unascertainable) codes.push_back(FactValue::unascertainable());
      input.unknown = static_cast<uint16_t>(codes.size());
      if (type == FactType::Boolean && at().form.silenceIsFalse) input.silence = 0;
    }
    codesOf[c] = std::move(codes);
    at().inputs.push_back(std::move(input));
    return ofColumn[c] = static_cast<uint32_t>(at().inputs.size() - 1);
  }

  /// Values of a variable by the codes of the input of a column.
  std::vector<uint64_t> valuesBy(uint32_t c, uint32_t v) {
    const auto kind = static_cast<VariableKind>(word(Section::Variables, v, variables::Kind));
    std::vector<uint64_t> masks;
    auto truth = [](bool value) -> uint64_t { return value ? 2 : 1; };
    if (kind == VariableKind::Role || kind == VariableKind::Form) {
      BoundCase bound = *at().empty;
      for (const Plan::Parts::Subject &subject : at().subjects) {
        bound.subject.roles = subject.roles;
        bound.form = subject.form;
        masks.push_back(bound.possible(v, nullptr));
      }
      masks.push_back(at().empty->possible(v, nullptr));
    } else if (kind == VariableKind::Breach || kind == VariableKind::Disobeyed) {
      masks = {truth(false), truth(true), at().form.silenceIsFalse ? truth(false) : 3};
    } else {
      for (const FactValue &value : codesOf[c])
        masks.push_back(kind == VariableKind::Stated ? truth(true) : at().empty->possibleFact(v, value));
      masks.push_back(at().empty->possible(v, nullptr)); // what nothing is stated of
    }
    return masks;
  }

  std::vector<uint32_t> factsIn(uint32_t expr, bool &days) const {
    const auto op = static_cast<ExprOp>(word(Section::Exprs, expr, exprs::Op));
    if (op == ExprOp::Constant) return {};
    if (op == ExprOp::ActDay || op == ExprOp::DecisionDay) {
      days = true;
      return {};
    }
    if (op == ExprOp::Fact) return {word(Section::Exprs, expr, exprs::Fact) - 1};
    std::vector<uint32_t> found = factsIn(word(Section::Exprs, expr, exprs::Left) - 1, days),
                          more = factsIn(word(Section::Exprs, expr, exprs::Right) - 1, days);
    found.insert(found.end(), more.begin(), more.end());
    return found;
  }

  /// The input that tells a variable; none: nothing in a case can.
  std::optional<uint32_t> find(uint32_t v) {
    if (word(Section::Variables, v, variables::Owner) != 0) return std::nullopt; // no column is a person's
    const auto kind = static_cast<VariableKind>(word(Section::Variables, v, variables::Kind));
    const uint32_t place = word(Section::Variables, v, variables::Provision);
    std::vector<uint32_t> speak;
    std::optional<uint32_t> alone;
    auto each = [&](auto which) {
      for (uint32_t c = 0; c < at().form.columns.size(); ++c)
        if (which(c)) speak.push_back(c);
    };
    switch (kind) {
    case VariableKind::Role:
    case VariableKind::Form: alone = at().subject; break;
    case VariableKind::Fact:
    case VariableKind::Stated: {
      const uint32_t fact = word(Section::Variables, v, variables::Fact) - 1;
      each([&](uint32_t c) { return std::count(at().facts[c].begin(), at().facts[c].end(), fact) != 0; });
      if (speak.size() == 1) {
        const auto &of = at().provisions[speak.front()];
        if (!of || (place != 0 && tables.isUnder(place - 1, *of))) alone = speak.front();
      }
      break;
    }
    case VariableKind::Breach:
    case VariableKind::Disobeyed: {
      std::vector<uint32_t> about = at().empty->formerly(place - 1);
      about.push_back(place - 1);
      const auto wanted = kind == VariableKind::Breach ? CaseColumn::Kind::Violates : CaseColumn::Kind::Disobeyed;
      each([&](uint32_t c) {
        return columnAt(c).kind == wanted && std::any_of(about.begin(), about.end(), [&](uint32_t one) {
                 return tables.isUnder(one, *at().provisions[c]) || tables.isUnder(*at().provisions[c], one);
               });
      });
      if (speak.size() == 1 && at().provisions[speak.front()] == place - 1) alone = speak.front();
      break;
    }
    case VariableKind::Comparison: {
      bool days = false;
      for (uint32_t fact : factsIn(word(Section::Variables, v, variables::Expr) - 1, days))
        each([&](uint32_t c) { return std::count(at().facts[c].begin(), at().facts[c].end(), fact) != 0; });
      if (days && at().act) speak.push_back(*at().act);
      if (days && at().decided) speak.push_back(*at().decided);
      break;
    }
    default: break;
    }
    if (alone) {
      const uint32_t input = direct(*alone);
      if (!at().inputs[input].values.count(v)) {
        std::vector<uint64_t> masks = valuesBy(*alone, v);
        // What silence says of one variable it must say of all, or it is a code of its own.
        if (kind == VariableKind::Stated) {
          at().inputs[input].silence = std::nullopt;
          at().inputs[input].asked = true;
        }
        at().inputs[input].values[v] = std::move(masks);
      }
      return input;
    }
    if (speak.empty()) return std::nullopt;
    PlanInput input;
    input.variable = v;
    const uint32_t size = word(Section::Variables, v, variables::Size);
    input.unknown = static_cast<uint16_t>(size);
    std::vector<uint64_t> masks;
    for (uint32_t i = 0; i < size; ++i) masks.push_back(uint64_t(1) << i);
    masks.push_back(size >= 64 ? ~uint64_t(0) : (uint64_t(1) << size) - 1);
    input.values[v] = std::move(masks);
    std::sort(speak.begin(), speak.end());
    speak.erase(std::unique(speak.begin(), speak.end()), speak.end());
    at().derived = true;
    at().inputs.push_back(std::move(input));
    const auto number = static_cast<uint32_t>(at().inputs.size() - 1);
    spokenOf[number] = speak;
    return number;
  }

  // ---- diagrams over inputs

  struct Root {
    uint32_t target = 0, effect = 0, person = 0;
  };

  void provision(uint32_t p) {
    const auto decides = static_cast<Decides>(word(Section::Provisions, p, provisions::Decides));
    if (decides == Decides::Nothing || !spanOf(p).contains(at().day)) return;
    std::vector<Root> roots{{word(Section::Provisions, p, provisions::Elements), 0, 0}};
    const size_t firstAdjustment = roots.size();
    for (uint32_t a : adjustmentsOf[p]) roots.push_back({word(Section::Adjustments, a, adjustments::Root), 0, 0});
    const size_t firstEffect = roots.size();
    const uint32_t first = word(Section::Provisions, p, provisions::FirstEffect);
    for (uint32_t e = first; e < first + word(Section::Provisions, p, provisions::EffectCount); ++e) {
      const bool ofPersons = word(Section::Effects, e, effects::Addressee) != 0;
      const auto last = static_cast<uint32_t>(ofPersons ? at().empty->persons().size() : 0);
      for (uint32_t who = ofPersons ? 1 : 0; who <= last; ++who)
        roots.push_back({word(Section::Effects, e, effects::Root), e, who});
    }
    diagrams.emplace(tables);
    // Inputs first: to read a diagram one must know which variables stay.
    const uint32_t firstVariable = word(Section::Provisions, p, provisions::FirstVariable),
                   endVariable = firstVariable + word(Section::Provisions, p, provisions::VariableCount);
    std::vector<SetDiagrams::Node> read;
    for (const Root &root : roots) {
      const BoundCase::Person *person = root.person == 0 ? nullptr : &at().empty->persons()[root.person - 1];
      SetDiagrams::Assignment assigned;
      for (uint32_t v = firstVariable; v < endVariable; ++v)
        if (!(inputOf[v] = inputOf[v] ? inputOf[v] : find(v))) assigned[v] = at().empty->possible(v, person);
      read.push_back(diagrams->read(root.target, assigned));
    }
    PlannedProvision planned;
    planned.provision = p;
    planned.component = component[p];
    std::vector<uint32_t> support;
    for (SetDiagrams::Node root : read) diagrams->support(root, support);
    for (uint32_t v : support)
      if (!std::count(planned.inputs.begin(), planned.inputs.end(), *inputOf[v])) planned.inputs.push_back(*inputOf[v]);
    conditionsOf(p, planned);
    // Codes that mean the same to this provision are one class.
    struct Classes {
      uint32_t offset = 0;
      std::vector<SetDiagrams::Assignment> values; // by class
    };
    std::vector<Classes> classes;
    for (uint32_t input : planned.inputs) {
      const PlanInput &from = at().inputs[input];
      Classes one;
      one.offset = static_cast<uint32_t>(at().classOf.size());
      std::map<std::vector<uint64_t>, uint16_t> byValues;
      for (uint16_t code = 0; code <= from.unknown; ++code) {
        std::vector<uint64_t> key;
        SetDiagrams::Assignment assignment;
        for (uint32_t v : support)
          if (inputOf[v] == input) {
            key.push_back(from.values.at(v)[code]);
            assignment[v] = key.back();
          }
        const auto [it, isNew] = byValues.try_emplace(key, static_cast<uint16_t>(one.values.size()));
        if (isNew) one.values.push_back(std::move(assignment));
        at().classOf.push_back(it->second);
      }
      classes.push_back(std::move(one));
    }
    std::map<std::pair<size_t, std::vector<SetDiagrams::Node>>, uint32_t> known;
    std::function<uint32_t(size_t, const std::vector<SetDiagrams::Node> &)> build =
        [&](size_t pos, const std::vector<SetDiagrams::Node> &now) -> uint32_t {
      std::vector<uint32_t> rest;
      for (SetDiagrams::Node node : now) diagrams->support(node, rest);
      if (rest.empty()) return Plan::Parts::verdictBit | verdict(p, decides, roots, now, firstAdjustment, firstEffect);
      while (std::none_of(rest.begin(), rest.end(), [&](uint32_t v) { return inputOf[v] == planned.inputs[pos]; }))
        ++pos;
      if (const auto found = known.find({pos, now}); found != known.end()) return found->second;
      std::vector<uint32_t> targets;
      for (const SetDiagrams::Assignment &assignment : classes[pos].values) {
        std::vector<SetDiagrams::Node> next;
        for (SetDiagrams::Node node : now) next.push_back(diagrams->restrict(node, assignment));
        targets.push_back(build(pos + 1, next));
      }
      uint32_t result = targets.front();
      if (std::any_of(targets.begin(), targets.end(), [&](uint32_t one) { return one != result; })) {
        result = static_cast<uint32_t>(at().nodes.size());
        at().nodes.push_back({planned.inputs[pos], classes[pos].offset, static_cast<uint32_t>(at().children.size())});
        at().children.insert(at().children.end(), targets.begin(), targets.end());
      }
      known[{pos, now}] = result;
      return result;
    };
    planned.root = build(0, read);
    for (uint32_t input : planned.inputs)
      for (uint32_t c : at().inputs[input].column ? std::vector<uint32_t>{*at().inputs[input].column} : spokenOf[input])
        if (auto &list = at().columnsOf[p]; !std::count(list.begin(), list.end(), c)) list.push_back(c);
    std::sort(at().columnsOf[p].begin(), at().columnsOf[p].end());
    if (planned.root & Plan::Parts::verdictBit) {
      const uint32_t constant = planned.root & ~Plan::Parts::verdictBit;
      if (constant == Plan::Parts::nothing) return;
      // Whether something is known of it may still hang on the cells: then it is a rule without conditions.
      if (constant != Plan::Parts::contradiction && at().twins[constant] == 0) {
        constants.emplace_back(p, constant);
        return;
      }
    }
    at().deciding.push_back(std::move(planned));
  }

  /// Columns whose values themselves are read, in amounts, or as days; or that no input has as they are.
  void findRawColumns() {
    std::vector<bool> read(tables.rows(Section::Facts), false);
    bool days = at().milderLaws;
    for (uint32_t e = 0; e < tables.rows(Section::Exprs); ++e) {
      const auto op = static_cast<ExprOp>(word(Section::Exprs, e, exprs::Op));
      if (op == ExprOp::Fact) read[word(Section::Exprs, e, exprs::Fact) - 1] = true;
      days = days || op == ExprOp::ActDay || op == ExprOp::DecisionDay;
    }
    for (uint32_t c = 0; c < at().form.columns.size(); ++c) {
      const CaseColumn::Kind kind = at().form.columns[c].kind;
      bool raw = !ofColumn.count(c);
      if (kind == CaseColumn::Kind::Act || kind == CaseColumn::Kind::Decided)
        raw = days;
      else if (!raw && at().inputs[ofColumn[c]].cells != Cells::Kind::Bytes)
        raw = std::any_of(at().facts[c].begin(), at().facts[c].end(), [&](uint32_t fact) { return read[fact]; });
      if (raw) at().rawColumns.push_back(c);
    }
  }

  /// Of what holds in all cases: what it comes to where nothing else in its component does.
  void weighConstants() {
    std::map<uint32_t, std::vector<bool>> together; // by component
    for (const auto &[p, constant] : constants) {
      if (component[p] == 0) {
        at().alwaysSo.push_back(at().verdicts[constant]);
        continue;
      }
      at().componentAlways[component[p]] = true;
      together.try_emplace(component[p], tables.rows(Section::Provisions), false).first->second[p] = true;
    }
    for (const auto &[number, only] : together) {
      DecideOptions options;
      options.only = &only;
      options.missingBudget = 0;
      for (Verdict &verdict : verdictsOf(*at().empty, decide(*at().empty, options)))
        at().alwaysSo.push_back(std::move(verdict));
    }
    std::sort(at().alwaysSo.begin(), at().alwaysSo.end());
  }

  /// What decides whether anything is known of its matter: see nothingKnown of a ProvisionResult.
  void conditionsOf(uint32_t p, PlannedProvision &planned) {
    Reach reach(tables);
    alwaysKnown = false;
    for (uint32_t v : reach.variablesUnder(word(Section::Provisions, p, provisions::Elements))) {
      const auto kind = static_cast<VariableKind>(word(Section::Variables, v, variables::Kind));
      if (kind == VariableKind::Role || kind == VariableKind::Form || kind == VariableKind::InForce ||
          kind == VariableKind::Succession || kind == VariableKind::Record || kind == VariableKind::Stated)
        continue;
      if (!inputOf[v])
        alwaysKnown = alwaysKnown || !at().empty->isOpen(v, nullptr);
      else if (!std::count(planned.conditions.begin(), planned.conditions.end(), *inputOf[v]))
        planned.conditions.push_back(*inputOf[v]);
    }
    neverKnown = planned.conditions.empty() && !alwaysKnown;
  }

  uint32_t verdict(uint32_t p, Decides decides, const std::vector<Root> &roots,
                   const std::vector<SetDiagrams::Node> &ends, size_t firstAdjustment, size_t firstEffect) {
    for (SetDiagrams::Node end : ends)
      if (diagrams->terminals(end).empty()) return Plan::Parts::contradiction;
    Verdict result;
    result.provision = p;
    const std::vector<uint32_t> &elements = diagrams->terminals(ends.front());
    const bool no = elements.front() == terminalFalse, yes = elements.back() != terminalFalse;
    if (!yes) return Plan::Parts::nothing;
    result.status = no ? Status::Undetermined : Status::Applies;
    uint8_t flags = decides == Decides::Status ? 0 : Plan::Parts::hidden;
    for (size_t i = firstAdjustment; i < firstEffect; ++i)
      if (diagrams->terminals(ends[i]).back() != terminalFalse) flags |= Plan::Parts::meetsItself;
    if (flags == Plan::Parts::hidden) return Plan::Parts::nothing; // it adjusts nothing here
    for (size_t i = firstEffect; i < ends.size(); ++i) {
      Verdict::Effect effect{roots[i].effect, roots[i].person, {}, false};
      for (uint32_t terminal : diagrams->terminals(ends[i])) {
        if (terminal == terminalFalse)
          effect.maybeNothing = true;
        else if (terminal - firstOutcome < tables.rows(Section::Outcomes))
          effect.outcomes.push_back(terminal - firstOutcome);
      }
      if (!effect.outcomes.empty()) result.effects.push_back(std::move(effect));
    }
    result.nothingKnown = result.status == Status::Undetermined && neverKnown;
    const bool twin = result.status == Status::Undetermined && !neverKnown && !alwaysKnown;
    const uint32_t number = add(result, flags);
    if (twin && at().twins[number] == 0) {
      result.nothingKnown = true;
      const uint32_t other = add(std::move(result), flags);
      at().twins[number] = other;
    }
    return number;
  }

  uint32_t add(Verdict verdict, uint8_t flags) {
    const auto [it, isNew] = byContent.try_emplace({verdict, flags}, static_cast<uint32_t>(at().verdicts.size()));
    if (isNew) {
      at().verdicts.push_back(std::move(verdict));
      at().flags.push_back(flags);
      at().twins.push_back(0);
    }
    return it->second;
  }

  // ---- rules as bits

  /// For each input (by its number) the codes that a rule takes; one that is not there takes all.
  using Takes = std::map<uint32_t, std::vector<bool>>;

  bool comesToSomething(uint32_t target) {
    if (target & Plan::Parts::verdictBit) return (target & ~Plan::Parts::verdictBit) != Plan::Parts::nothing;
    return true; // a node with all children nothing would be nothing
  }

  /// Ways through the diagram by what is known that come to something, as long as they are few.
  bool ways(uint32_t target, Takes &cells, std::vector<std::pair<Takes, uint32_t>> &found) {
    if (!comesToSomething(target)) return true;
    if (target & Plan::Parts::verdictBit) {
      found.emplace_back(cells, target & ~Plan::Parts::verdictBit);
      return found.size() <= mostWays;
    }
    const PlanNode &node = at().nodes[target];
    const uint16_t codes = at().inputs[node.input].unknown;
    std::vector<uint32_t> targets;
    for (uint16_t code = 0; code < codes + (at().inputs[node.input].asked ? 1 : 0); ++code)
      if (const uint32_t next = childOf(node, code); !std::count(targets.begin(), targets.end(), next))
        targets.push_back(next);
    for (uint32_t next : targets) {
      std::vector<bool> takes(codes);
      for (uint16_t code = 0; code < codes; ++code) takes[code] = childOf(node, code) == next;
      cells[node.input] = std::move(takes);
      const bool fine = ways(next, cells, found);
      cells.erase(node.input);
      if (!fine) return false;
    }
    return true;
  }

  uint32_t childOf(const PlanNode &node, uint16_t code) {
    return at().children[node.firstChild + at().classOf[node.classes + code]];
  }

  /// It comes to something with this code of an input, whatever else is.
  bool may(uint32_t target, uint32_t input, uint16_t code, std::map<uint32_t, bool> &known) {
    if (target & Plan::Parts::verdictBit) return comesToSomething(target);
    if (const auto found = known.find(target); found != known.end()) return found->second;
    const PlanNode &node = at().nodes[target];
    bool some = false;
    if (node.input == input)
      some = may(childOf(node, code), input, code, known);
    else
      for (uint16_t c = 0; c < at().inputs[node.input].unknown + (at().inputs[node.input].asked ? 1 : 0) && !some; ++c)
        some = may(childOf(node, c), input, code, known);
    return known[target] = some;
  }

  void rules() {
    Plan::Parts &parts = at();
    std::vector<Takes> cells;
    for (uint32_t d = 0; d < parts.deciding.size(); ++d) {
      const PlannedProvision &one = parts.deciding[d];
      std::vector<std::pair<Takes, uint32_t>> found;
      Takes none;
      if (one.component != 0) parts.plain = false;
      if (ways(one.root, none, found)) {
        for (auto &[takes, verdict] : found) {
          cells.push_back(std::move(takes));
          parts.bitOf.push_back(d);
          parts.bitVerdict.push_back(verdict);
          if (verdict == Plan::Parts::contradiction || parts.flags[verdict] != 0) parts.plain = false;
        }
        if (!found.empty()) continue;
        // Only what is not known leads to something.
      }
      Takes hull;
      for (uint32_t input : one.inputs) {
        std::vector<bool> takes(parts.inputs[input].unknown);
        for (uint16_t code = 0; code < takes.size(); ++code) {
          std::map<uint32_t, bool> known;
          takes[code] = may(one.root, input, code, known);
        }
        hull[input] = std::move(takes);
      }
      cells.push_back(std::move(hull));
      parts.bitOf.push_back(d);
      parts.bitVerdict.push_back(Plan::Parts::walk);
      parts.plain = false;
    }
    parts.bits = static_cast<uint32_t>(cells.size());
    const uint32_t words = (parts.bits + 63) / 64;
    parts.words = words <= 1 ? 1 : words <= 2 ? 2 : words <= 4 ? 4 : (words + 7) / 8 * 8;
    std::vector<uint32_t> used;
    for (uint32_t i = 0; i < parts.inputs.size(); ++i) {
      const PlanInput &input = parts.inputs[i];
      AlignedWords rows;
      rows.assign(size_t(input.unknown + 1) * parts.words, 0);
      bool matters = false;
      for (uint32_t bit = 0; bit < parts.bits; ++bit) {
        const auto takes = cells[bit].find(i);
        for (uint16_t code = 0; code <= input.unknown; ++code) {
          const bool takesIt = takes == cells[bit].end() || code == input.unknown || takes->second[code];
          if (takesIt) rows.data()[size_t(code) * parts.words + bit / 64] |= uint64_t(1) << bit % 64;
          matters = matters || !takesIt;
        }
      }
      parts.ofInput.push_back(std::move(rows));
      (matters ? used : parts.unused).push_back(i);
    }
    group(used);
  }

  /// Inputs together, as long as what they may be together fits a fast cache.
  void group(std::vector<uint32_t> used) {
    Plan::Parts &parts = at();
    std::stable_sort(used.begin(), used.end(),
                     [&](uint32_t a, uint32_t b) { return parts.inputs[a].unknown > parts.inputs[b].unknown; });
    // Fewer groups are fewer rows to read for a case; but rows should stay in a near cache.
    std::vector<size_t> sizes;
    double least = 0;
    for (size_t most = 4; most <= 8192; most *= 2) {
      std::vector<std::vector<std::pair<uint32_t, uint32_t>>> packed;
      std::vector<size_t> rows;
      for (uint32_t i : used) {
        const size_t codes = parts.inputs[i].unknown;
        size_t g = 0;
        while (g < packed.size() && rows[g] * codes > most) ++g;
        if (g == packed.size()) {
          packed.emplace_back();
          rows.push_back(1);
        }
        packed[g].emplace_back(i, static_cast<uint32_t>(rows[g]));
        rows[g] *= codes;
      }
      const size_t bytes = std::accumulate(rows.begin(), rows.end(), size_t(0)) * parts.words * 8;
      // Kernels have room for so many groups; and what is decided by it must fit the machine.
      if (!sizes.empty() && (packed.size() > mostGroups || bytes > mostBytes)) continue;
      const double cost = static_cast<double>(packed.size()) * (bytes <= nearBytes ? 1 : bytes <= farBytes ? 2 : 6);
      if (!sizes.empty() && sizes.size() <= mostGroups && cost >= least) continue;
      least = cost;
      sizes = rows;
      parts.groups.clear();
      for (auto &inputs : packed) parts.groups.emplace_back().inputs = std::move(inputs);
    }
    if (parts.groups.empty()) { // there is always one to begin with
      parts.groups.emplace_back();
      sizes.assign(1, 1);
    }
    for (size_t g = 0; g < parts.groups.size(); ++g) {
      parts.groups[g].rows.assign(sizes[g] * parts.words, 0);
      for (size_t row = 0; row < sizes[g]; ++row) {
        uint64_t *to = parts.groups[g].rows.data() + row * parts.words;
        for (uint32_t bit = 0; bit < parts.bits; ++bit) to[bit / 64] |= uint64_t(1) << bit % 64;
        for (const auto &[input, stride] : parts.groups[g].inputs) {
          const size_t code = row / stride % parts.inputs[input].unknown;
          const uint64_t *from = parts.ofInput[input].data() + code * parts.words;
          for (uint32_t w = 0; w < parts.words; ++w) to[w] &= from[w];
        }
      }
    }
  }

  static constexpr size_t mostWays = 16, mostBounds = 60'000, mostBytes = size_t(64) << 20;
  static constexpr size_t nearBytes = 48 * 1024, farBytes = 512 * 1024; // in the first and in the second cache

  const Tables &tables;
  std::vector<std::string> &errors;
  std::unique_ptr<Plan> plan;
  std::optional<SetDiagrams> diagrams;                  // of the provision that is planned
  bool alwaysKnown = false, neverKnown = false;         // of the provision that is planned
  std::vector<uint32_t> leader, component;              // by provision
  std::vector<std::vector<uint32_t>> adjustmentsOf;     // by provision
  std::vector<std::pair<uint32_t, uint32_t>> constants; // provisions, and what each comes to in all cases
  std::vector<std::optional<uint32_t>> inputOf;
  std::map<uint32_t, uint32_t> ofColumn;
  std::map<uint32_t, std::vector<FactValue>> codesOf; // by column
  std::map<uint32_t, std::vector<uint32_t>> spokenOf; // by input: columns
  std::map<std::pair<Verdict, uint8_t>, uint32_t> byContent;
};

Plan::Plan() = default;
Plan::~Plan() = default;

std::unique_ptr<Plan> Plan::make(const Tables &tables, const CaseForm &form, Date day, std::vector<std::string> &errors,
                                 Instructions instructions) {
  auto plan = PlanMaker(tables, form, day, errors).make();
  if (!plan) return nullptr;
  const Kernels *kernels = &portableKernels;
#ifdef PROVISO_X86_KERNELS
  if (instructions >= Instructions::Avx2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
    kernels = &avx2Kernels;
  if (instructions >= Instructions::Avx512 && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi2"))
    kernels = &avx512Kernels;
#else
  (void)instructions;
#endif
  plan->parts->kernels = kernels;
  return plan;
}

Span Plan::span() const { return parts->span; }
const std::vector<BoundCase::Person> &Plan::persons() const { return parts->empty->persons(); }
const std::vector<Verdict> &Plan::always() const { return parts->alwaysSo; }
const std::vector<uint32_t> &Plan::columnsOf(uint32_t provision) const { return parts->columnsOf[provision]; }

bool Plan::isVerdict(uint32_t id) const {
  if (id < parts->bits) return parts->bitVerdict[id] != Plan::Parts::walk;
  id -= parts->bits;
  if (id < parts->verdicts.size()) return id > Plan::Parts::contradiction;
  const std::shared_lock lock(parts->mutex);
  return id - parts->verdicts.size() < parts->foundInOrder.size();
}

const Verdict &Plan::verdict(uint32_t id) const {
  if (id < parts->bits) return parts->verdicts[parts->bitVerdict[id]];
  id -= parts->bits;
  if (id < parts->verdicts.size()) return parts->verdicts[id];
  const std::shared_lock lock(parts->mutex);
  return *parts->foundInOrder[id - parts->verdicts.size()];
}

void Plan::decide(const ColumnCells *cells, size_t count, Decisions &decisions, unsigned threads) const {
  decisions.reset(count);
  const size_t pieces = (count + Decisions::pieceCases - 1) / Decisions::pieceCases;
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failed;
  auto work = [&]() noexcept {
    try {
      CaseWorker worker(*this);
      for (size_t mine; (mine = next++) < pieces;) {
        const size_t first = mine * Decisions::pieceCases;
        worker.decide(cells, first, std::min(Decisions::pieceCases, count - first), decisions.piece(mine));
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      failed = std::current_exception();
      next = pieces;
    }
  };
  std::vector<std::thread> others;
  try {
    for (size_t t = 1; t < std::min<size_t>(threads, pieces); ++t) others.emplace_back(work);
  } catch (const std::exception &) { // no thread is to be had: those that there are do it
  }
  work();
  for (std::thread &one : others) one.join();
  if (failed) std::rethrow_exception(failed);
}

} // namespace proviso
