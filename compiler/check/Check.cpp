#include "check/Check.h"

#include "check/Conditions.h"
#include "check/Findings.h"
#include "check/Sanctions.h"
#include "check/Scenarios.h"
#include "source/Parallel.h"

#include <llvm/ADT/STLExtras.h>

#include <functional>

namespace proviso {

namespace {

class Checker {
public:
  Checker(const LinkedLaw &law, const Sources &sources, Diagnostics &diagnostics, std::vector<NameUse> *uses)
      : law(law), history(*law.history), diagnostics(diagnostics), names(history, program, diagnostics, uses),
        pool(program), conditions(law, program, names, pool, firstProvision, diagnostics),
        sanctions(law, sources, program, names, pool, conditions, diagnostics) {}

  ir::Program run() {
    ir::Index next = 0;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      firstProvision.push_back(next);
      next += static_cast<ir::Index>(history.instrument(i).provisions.size());
    }
    program.provisions.resize(next);
    conflicts();
    for (const law::File &file : history.files())
      for (const law::Vocabulary &vocabulary : file.vocabularies) quantities(vocabulary);
    inParallel(history.instrumentCount(), [&](size_t i) {
      const auto index = static_cast<uint32_t>(i);
      for (uint32_t p = 0; p < history.instrument(index).provisions.size(); ++p) structure({index, p});
    });
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) instrument(i);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) says(i);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) deems(i);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) predecessors(i);
    for (ir::Record &record : program.records) withFormerNumbers(record.provisions);
    for (const law::File &file : history.files())
      for (const law::Vocabulary &vocabulary : file.vocabularies) constraints(vocabulary);
    names.reportUnread();
    for (size_t f = 0; f < history.files().size(); ++f)
      for (size_t v = 0; v < history.files()[f].vocabularies.size(); ++v)
        definitions(history.files()[f].vocabularies[v], law.vocabularies[f][v]);
    Scenarios scenarios(law, program, names, conditions, sanctions, diagnostics);
    for (size_t f = 0; f < history.files().size(); ++f)
      for (size_t s = 0; s < history.files()[f].scenarios.size(); ++s)
        scenarios.scenario(history.files()[f].scenarios[s], law.scenarios[f][s]);
    namesAlike(history, diagnostics);
    kindsStatedTwice(program, diagnostics);
    ordersNotGiven(law, program, diagnostics);
    if (diagnostics.hasErrors()) tiersRuledOut(law, program, diagnostics);
    return std::move(program);
  }

private:
  /// What the corpus says of provisions that meet.
  void conflicts() {
    const law::Corpus *corpus = history.corpus();
    if (!corpus) return;
    for (const law::Name &by : corpus->conflicts) {
      if (by.text == "specialty")
        program.conflicts.push_back(ir::Criterion::Specialty);
      else if (by.text == "date")
        program.conflicts.push_back(ir::Criterion::Date);
      else if (by.text == "rank" && !corpus->ranks.empty())
        program.conflicts.push_back(ir::Criterion::Rank);
      else if (by.text == "rank")
        diagnostics.report(Code::S015, by.range, "rank", "the ranks of this corpus have no order")
            .note("state it in the corpus, the highest first: `rank constitution, law, regulation`");
      else
        diagnostics.report(Code::S015, by.range, std::string_view(by.text), "it may be `rank`, `specialty` or `date`");
    }
  }

  /// Of what ended it is known what it has become: there it was that.
  void predecessors(uint32_t index) {
    for (uint32_t p = 0; p < history.instrument(index).provisions.size(); ++p) {
      const ProvisionRef ref{index, p};
      const Date end = history.stands(ref).until;
      if (end == Date::latest() || history.isRoot(ref)) continue;
      const History::Become become = history.on(ref, end);
      if (become.lost || become.part) continue;
      for (ProvisionRef target : become.targets)
        if (conditions.indexOf(target) != conditions.indexOf(ref)) at(target).was.push_back(conditions.indexOf(ref));
    }
  }

  /// What quantities are, from day to day.
  void quantities(const law::Vocabulary &vocabulary) {
    Place place;
    place.stores = &vocabulary;
    place.scope = names.of(vocabulary);
    for (const law::Fact &fact : vocabulary.facts) {
      if (!fact.quantity) continue;
      const ir::Index index = names.indexOf(fact);
      quantity(fact, index, place);
      // Whatever is wrong with it has been said: the rest of the law reads it.
      if (program.facts[index].overTime.empty()) program.facts[index].overTime = {{Date::earliest(), Number()}};
    }
  }

  void quantity(const law::Fact &from, ir::Index index, const Place &place) {
    const std::string_view name = from.name.text;
    const Type declared = conditions.typeOf(index);
    if (declared.kind != TypeKind::Money && declared.kind != TypeKind::Number) {
      diagnostics.report(Code::V020, from.name.range, name, "must be a count, a number or a sum of money");
      return;
    }
    if (from.overTime.empty())
      diagnostics.report(Code::V020, from.name.range, name, "has no value")
          .note(fmt::format("state each, and the day from which it counts: `{} from 2024-01-01`",
                            declared.kind == TypeKind::Money ? "100 " + declared.currency : "100"));
    std::map<Date, const law::DatedValue *> byDay;
    for (const law::DatedValue &one : from.overTime) {
      const Typed value = conditions.term(one.value, place);
      if (value.type.kind != declared.kind || value.type.currency != declared.currency) {
        if (value.type.kind != TypeKind::Invalid)
          conditions.reportMismatch(one.range, {declared, nullptr}, {value.type, &(*place.stores)[one.value]});
        continue;
      }
      if (program.exprs[value.expr].op != ir::Op::Constant) {
        diagnostics.report(Code::V020, one.range, name, "must be a figure of its own on each day");
        continue;
      }
      if (const auto [twin, isNew] = byDay.try_emplace(one.from, &one); !isNew) {
        diagnostics.report(Code::V020, one.range, name, fmt::format("has two values from {}", one.from.text()))
            .note("the other one is here", twin->second->range);
        continue;
      }
      program.facts[index].overTime.emplace_back(one.from, program.exprs[value.expr].number);
    }
    llvm::sort(program.facts[index].overTime, [](const auto &a, const auto &b) { return a.first < b.first; });
  }

  /// A record may name what the provisions were before.
  void withFormerNumbers(std::vector<ir::Index> &provisions) const {
    for (size_t i = 0; i < provisions.size(); ++i)
      for (ir::Index was : program.provisions[provisions[i]].was)
        if (!llvm::is_contained(provisions, was)) provisions.push_back(was);
  }

  void constraints(const law::Vocabulary &vocabulary) {
    Place place;
    place.stores = &vocabulary;
    place.scope = names.of(vocabulary);
    for (law::ExprId always : vocabulary.always)
      if (const ir::Index condition = conditions.condition(always, place); condition != ir::none) {
        if (!readsEachProvision(condition)) {
          program.always.push_back(condition);
          continue;
        }
        // It holds of the values in each provision that reads one of them.
        for (ir::Index provision : readersOf(condition))
          if (const ir::Index there = inProvision(condition, provision); !llvm::is_contained(program.always, there))
            program.always.push_back(there);
      }
    // A derived fact that nothing reads is checked all the same.
    for (const law::Fact &fact : vocabulary.facts)
      if (fact.definition) conditions.condition(fact.definition, place);
  }

  /// Where the law defines what a fact is called.
  void definitions(const law::Vocabulary &vocabulary, const std::vector<Binding> &bindings) {
    for (const law::Fact &fact : vocabulary.facts) {
      const auto index = names.lookUp(NameKind::Fact, names.of(vocabulary), fact.name.text);
      if (!fact.definedIn || !index || names.factEntry(*index).declared != &fact) continue;
      for (ProvisionRef target : bindings[fact.definedIn.value].targets)
        program.facts[names.factEntry(*index).fact].definedIn.push_back(firstProvision[target.instrument] +
                                                                        target.provision);
    }
  }

  /// The provisions in which facts are read that a condition reads `for each provision`.
  std::vector<ir::Index> readersOf(ir::Index condition) const {
    std::vector<ir::Index> facts, provisions;
    std::function<void(ir::Index)> visit = [&](ir::Index index) {
      const ir::Expr &expr = program.exprs[index];
      if (isFact(expr) && program.facts[expr.index].forEachProvision) facts.push_back(expr.index);
      for (ir::Index operand : expr.operands) visit(operand);
    };
    visit(condition);
    for (const ir::Expr &expr : program.exprs)
      if (isFact(expr) && expr.provision != ir::none && llvm::is_contained(facts, expr.index) &&
          !llvm::is_contained(provisions, expr.provision))
        provisions.push_back(expr.provision);
    llvm::sort(provisions);
    return provisions;
  }

  /// The condition with the values that facts `for each provision` have there.
  ir::Index inProvision(ir::Index index, ir::Index provision) {
    ir::Expr expr = program.exprs[index];
    if (isFact(expr) && program.facts[expr.index].forEachProvision) expr.provision = provision;
    for (ir::Index &operand : expr.operands) operand = inProvision(operand, provision);
    return pool.add(std::move(expr));
  }

  static bool isFact(const ir::Expr &expr) {
    return expr.op == ir::Op::Fact || expr.op == ir::Op::Value || expr.op == ir::Op::Unascertainable;
  }

  bool readsEachProvision(ir::Index index) const {
    const ir::Expr &expr = program.exprs[index];
    return (isFact(expr) && program.facts[expr.index].forEachProvision) ||
           llvm::any_of(expr.operands, [&](ir::Index operand) { return readsEachProvision(operand); });
  }

  void instrument(uint32_t index) {
    const law::Instrument &text = history.instrument(index);
    constexpr const char *kinds[] = {"statute", "regulation", "amendment"};
    ir::Instrument result;
    result.code = text.code.text.str();
    result.title = text.title.text;
    result.kind = kinds[static_cast<size_t>(text.kind)];
    result.rank = text.rank.text.str();
    result.source = text.source.text;
    for (const auto &[language, name] : text.names) result.names.emplace_back(language.text.str(), name.text);
    result.adopted = text.adopted;
    result.span = history.span({index, 0});
    result.root = firstProvision[index];
    rank(text, result);
    program.instruments.push_back(std::move(result));

    scope = names.scopeOf(text);
    for (uint32_t p = 0; p < text.provisions.size(); ++p) subject({index, p});
  }

  void rank(const law::Instrument &text, ir::Instrument &to) {
    if (!history.corpus() || text.external || !llvm::is_contained(program.conflicts, ir::Criterion::Rank)) return;
    const std::vector<law::Name> &ranks = history.corpus()->ranks;
    const auto found = llvm::find_if(ranks, [&](const law::Name &one) { return one.text == text.rank.text; });
    if (found != ranks.end()) {
      to.rankNumber = static_cast<uint32_t>(found - ranks.begin()) + 1;
      return;
    }
    if (text.kind == law::InstrumentKind::Amendment || text.decidesNothing()) return;
    std::vector<llvm::StringRef> known;
    for (const law::Name &one : ranks) known.push_back(one.text);
    Diagnostic &d = diagnostics.report(
        Code::S016, text.rank ? text.rank.range : text.code.range, std::string_view(text.code.text),
        text.rank ? fmt::format("the rank `{}`, which is none of those of the corpus", std::string_view(text.rank.text))
                  : std::string("no rank"));
    if (const llvm::StringRef near = nearestName(text.rank.text, known); text.rank && !near.empty())
      d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), text.rank.range, near.str());
  }

  /// What its provisions say; whom all of them address is known.
  void says(uint32_t index) {
    const law::Instrument &text = history.instrument(index);
    scope = names.scopeOf(text);
    // Text alone has nothing to decide.
    if (text.decidesNothing()) {
      const ir::Index always = pool.all({});
      for (uint32_t p = 0; p < text.provisions.size(); ++p) at({index, p}).own = at({index, p}).elements = always;
      return;
    }
    for (uint32_t p = 0; p < text.provisions.size(); ++p) statements({index, p});
    for (uint32_t p = 0; p < text.provisions.size(); ++p) elements({index, p});
  }

  /// `counts as`, and what open words mean: both reach what other instruments say.
  void deems(uint32_t index) {
    const law::Instrument &text = history.instrument(index);
    scope = names.scopeOf(text);
    for (uint32_t p = 0; p < text.provisions.size(); ++p) {
      const ProvisionRef ref{index, p};
      for (law::CitationId id : history[ref].countsAs)
        for (ProvisionRef target : law.binding(index, id).targets) countsAs(ref, target);
      for (const law::Definition &one : history[ref].definitions) definition(one, ref);
    }
  }

  /// The elements of `as` are made out where those of `ref` are, and so are those of what imposes for it.
  void countsAs(ProvisionRef ref, ProvisionRef as) {
    ir::Expr expr;
    expr.op = ir::Op::Committed;
    expr.index = conditions.indexOf(ref);
    const ir::Index deemed = pool.add(std::move(expr));
    std::vector<ProvisionRef> reached = committableProvisions(history, as);
    for (ProvisionRef one : sanctioningProvisions(history, as))
      if (!llvm::is_contained(reached, one)) reached.push_back(one);
    for (ProvisionRef one : reached) {
      at(one).elements = pool.any({at(one).elements, deemed});
      at(one).statements.push_back({ir::StatementKind::When, deemed,
                                    fmt::format("or as {} counts it", history.citation(ref)), history[ref].head});
    }
  }

  /// A constraint for each reading of the word in what the definition is for, while the definition is in force.
  void definition(const law::Definition &from, ProvisionRef ref) {
    const Place place = placeOf(ref);
    const auto entry = names.find(NameKind::Fact, place.scope, from.fact);
    if (!entry) return;
    const ir::Index fact = names.factEntry(*entry).fact;
    if (fact == ir::none || program.facts[fact].owner != ir::none || program.facts[fact].quantity) {
      diagnostics.report(Code::V019, from.fact.range, std::string_view(from.fact.text))
          .note("it is declared here", names.factEntry(*entry).declared->range);
      return;
    }
    ir::Index when = conditions.condition(from.when, place);
    Typed value;
    const bool truth = program.facts[fact].type == ir::FactType::Boolean;
    if (from.value && truth) {
      const std::string name = fmt::format("`{}`", std::string_view(from.fact.text));
      diagnostics.report(Code::V003, history.instrument(ref.instrument)[from.value].range, name, "a condition",
                         fmt::format("`defines {} when ...`", std::string_view(from.fact.text)));
      return;
    }
    if (!truth) {
      if (!from.value) {
        diagnostics.report(Code::V003, from.fact.range, fmt::format("`{}`", std::string_view(from.fact.text)),
                           "no condition", fmt::format("`{} = ...`", std::string_view(from.fact.text)));
        return;
      }
      value = conditions.value(from.value, place, fact);
      if (value.expr == ir::none) return;
      const Type declared = conditions.typeOf(fact);
      if (value.type.kind != declared.kind || value.type.currency != declared.currency) {
        diagnostics.report(Code::V004, from.range, conditions.describeType(declared),
                           conditions.describeType(value.type));
        return;
      }
    }
    if (when == ir::none) return;
    ir::Expr force;
    force.op = ir::Op::InForce;
    force.index = conditions.indexOf(ref);
    when = pool.both(pool.add(std::move(force)), when);
    std::vector<ir::Index> of;
    for (law::CitationId id : from.of)
      for (ProvisionRef target : law.binding(ref.instrument, id).targets) of.push_back(conditions.indexOf(target));
    if (!from.of.empty() && of.empty()) return; // reported
    program.definitions.push_back({conditions.indexOf(ref), fact, of, from.presumed});
    bool any = false;
    for (ir::Index e = 0; e < program.exprs.size(); ++e) {
      const ir::Expr read = program.exprs[e];
      if ((read.op != ir::Op::Fact && read.op != ir::Op::Value) || read.index != fact) continue;
      if (!of.empty() && read.provision != ir::none &&
          llvm::none_of(of, [&](ir::Index one) { return isUnder(read.provision, one); }))
        continue;
      any = true;
      ir::Index holds = e;
      if (!truth) {
        ir::Expr comparison;
        comparison.op = program.facts[fact].ordered ? ir::Op::GreaterOrEqual : ir::Op::Equal;
        comparison.operands = {e, value.expr};
        holds = pool.add(std::move(comparison));
      }
      ir::Index unless = pool.negation(when);
      if (from.presumed) {
        ir::Expr stated = read;
        stated.op = ir::Op::Stated;
        unless = pool.any({pool.add(std::move(stated)), unless});
      }
      const ir::Index rule = pool.any({unless, holds});
      if (!llvm::is_contained(program.always, rule)) program.always.push_back(rule);
    }
    if (!any) diagnostics.report(Code::S014, from.range, std::string_view(from.fact.text));
  }

  bool isUnder(ir::Index inner, ir::Index outer) const {
    for (; inner != ir::none; inner = program.provisions[inner].parent)
      if (inner == outer) return true;
    return false;
  }

  ir::Provision &at(ProvisionRef ref) { return program.provisions[conditions.indexOf(ref)]; }

  void structure(ProvisionRef ref) {
    const law::Instrument &text = history.instrument(ref.instrument);
    const law::Provision &from = history[ref];
    ir::Provision &to = at(ref);
    to.id = history.id(ref);
    to.citation = history.citation(ref);
    to.title = from.title.text;
    to.instrument = ref.instrument;
    if (!history.isRoot(ref)) {
      to.parent = conditions.indexOf(history.parent(ref));
      to.level = text.levels[from.level].str();
      to.label = from.label.text.str();
    }
    for (const law::Quote &quote : from.texts) to.texts.push_back(layOut(quote.text));
    for (const auto &[language, name] : from.names) to.names.emplace_back(language.text.str(), name.text);
    to.outline = from.outline;
    to.span = history.span(ref);
    to.range = from.head;
    for (const law::Duty &duty : from.duties)
      to.duties.push_back({duty.kind == law::Duty::Kind::Must      ? "must"
                           : duty.kind == law::Duty::Kind::MustNot ? "must not"
                                                                   : "may",
                           duty.text.text});
  }

  /// A text over several lines is one paragraph: indentation says nothing.
  static std::string layOut(llvm::StringRef text) {
    std::string out;
    llvm::SmallVector<llvm::StringRef, 8> lines;
    text.split(lines, '\n');
    for (llvm::StringRef line : lines)
      if (line = line.trim(); !line.empty()) out += (out.empty() ? "" : " ") + line.str();
    return out;
  }

  Place placeOf(ProvisionRef ref) {
    Place place;
    place.stores = &history.instrument(ref.instrument);
    place.bindings = &law.instruments[ref.instrument];
    place.scope = scope;
    place.provision = conditions.indexOf(ref);
    place.home = ref;
    return place;
  }

  void subject(ProvisionRef ref) {
    const law::Provision &from = history[ref];
    ir::Provision &to = at(ref);
    if (from.subject) {
      to.subject = conditions.roles(from.subject, placeOf(ref));
      if (to.subject != ir::none)
        to.statements.push_back({ir::StatementKind::Subject, to.subject,
                                 sanctions.sourceText(history.instrument(ref.instrument)[from.subject].range),
                                 history.instrument(ref.instrument)[from.subject].range});
    } else if (!history.isRoot(ref)) {
      to.subject = program.provisions[to.parent].subject;
    }
  }

  void statements(ProvisionRef ref) {
    const law::Instrument &text = history.instrument(ref.instrument);
    const law::Provision &from = history[ref];
    const Place place = placeOf(ref);
    std::vector<ir::Index> parts;
    auto state = [&](law::ExprId id, bool negated) {
      const ir::Index condition = conditions.condition(id, place);
      if (condition == ir::none) return;
      parts.push_back(negated ? pool.negation(condition) : condition);
      at(ref).statements.push_back({negated ? ir::StatementKind::Unless : ir::StatementKind::When, parts.back(),
                                    sanctions.sourceText(text[id].range), text[id].range});
    };
    for (law::ExprId when : from.whens) state(when, false);
    for (law::ExprId unless : from.unlesses) state(unless, true);
    at(ref).own = pool.all(std::move(parts));
    std::vector<ir::Statement> guards;
    std::vector<ir::Tier> tiers = sanctions.tiers(from.tiers, place, guards);
    ir::Provision &to = at(ref);
    to.tiers = std::move(tiers);
    to.statements.insert(to.statements.end(), guards.begin(), guards.end());
    if (from.concurrence) concurrence(*from.concurrence, ref, place, to);
    to.ruling = !from.concurrence && from.tiers.empty() && hasEffect(history, ref);
    for (const law::Displacement &one : from.displacements)
      if (one.otherLaw)
        for (ProvisionRef under : history.under(ref)) at(under).yieldsToOtherLaw = true;
    for (const auto &[by, displaced] : displacements(law, ref)) {
      std::vector<ir::Index> &list = at(by).displaces;
      if (!llvm::is_contained(list, conditions.indexOf(displaced))) list.push_back(conditions.indexOf(displaced));
    }
    for (law::CitationId id : from.withoutPrejudice)
      for (ProvisionRef target : law.binding(ref.instrument, id).targets)
        to.withoutPrejudice.push_back(conditions.indexOf(target));
    for (const law::Adjustment &one : from.adjustments) adjustment(one, place, to);
    for (const law::Quote &factor : from.factors)
      to.statements.push_back({ir::StatementKind::Factor, pool.truth(true), layOut(factor.text), factor.range});
    sanctions.checkAddressees(to);
  }

  void adjustment(const law::Adjustment &from, const Place &place, ir::Provision &to) {
    ir::Adjustment result;
    result.may = from.may;
    result.range = from.range;
    for (law::Adjective adjective : from.adjectives)
      if (const auto word = static_cast<ir::Adjective>(adjective); !llvm::is_contained(result.adjectives, word))
        result.adjectives.push_back(word);
    result.times = from.times;
    result.text = sanctions.sourceText(from.range);
    result.guard = from.limitation                                        ? limitation(*from.limitation, place)
                   : from.adjectives.front() == law::Adjective::MilderLaw ? pool.truth(true)
                                                                          : conditions.condition(from.guard, place);
    if (from.save) result.guard = pool.both(result.guard, pool.negation(conditions.condition(from.save, place)));
    if (result.guard == ir::none || !scopeOf(from.scope, place, result)) return;
    if (from.of) {
      const auto kind = names.find(NameKind::Kind, place.scope, from.of);
      if (!kind) return;
      result.kinds = {*kind};
    }
    if (llvm::is_contained(result.adjectives, ir::Adjective::Maximum) && from.times < Number(1)) {
      diagnostics.report(Code::N013, from.range, from.times.text());
      return;
    }
    to.statements.push_back({ir::StatementKind::Adjustment, result.guard, result.text, from.range});
    to.adjustments.push_back(std::move(result));
  }

  /// That the time is over.
  ir::Index limitation(const law::Limitation &from, const Place &place) {
    const Typed began = day(from.from, ir::Op::ActDay, place), ends = day(from.to, ir::Op::DecisionDay, place);
    ir::Index over = ir::none;
    for (const law::Limitation::Period &period : from.periods) {
      const Typed length = conditions.term(period.length, place);
      if (began.expr == ir::none || ends.expr == ir::none || length.expr == ir::none) return ir::none;
      const Typed last = conditions.dayAfter(began, length, (*place.stores)[period.length].range);
      if (last.expr == ir::none) return ir::none;
      ir::Expr comparison;
      comparison.op = ir::Op::Greater;
      comparison.operands = {ends.expr, last.expr};
      const ir::Index after = pool.add(std::move(comparison));
      if (over == ir::none) {
        over = after;
        continue;
      }
      const ir::Index when = conditions.condition(period.when, place);
      if (when == ir::none) return ir::none;
      over = pool.any({pool.both(when, after), pool.both(pool.negation(when), over)});
    }
    return over;
  }

  /// A fact of the act that is a day; without a name, what stands for it.
  Typed day(const law::Name &name, ir::Op otherwise, const Place &place) {
    ir::Expr result;
    result.op = otherwise;
    if (name) {
      const auto entry = names.find(NameKind::Fact, place.scope, name);
      if (!entry) return {};
      result.op = ir::Op::Value;
      result.index = names.factEntry(*entry).fact;
      const Type type =
          result.index == ir::none ? Type{TypeKind::Boolean, {}, ir::none} : conditions.typeOf(result.index);
      if (type.kind != TypeKind::Date || program.facts[result.index].owner != ir::none) {
        diagnostics
            .report(Code::V003, name.range, fmt::format("`{}`", std::string_view(name.text)),
                    type.kind == TypeKind::Date ? "a day of a person" : conditions.describeType(type),
                    "a day of the act")
            .note("it is declared here", names.factEntry(*entry).declared->range);
        return {};
      }
      if (program.facts[result.index].forEachProvision) result.provision = place.provision;
    }
    return {pool.add(std::move(result)), {TypeKind::Date, {}, ir::none}};
  }

  /// For which sanctions it is meant; false after a report.
  bool scopeOf(const law::AdjustmentScope &from, const Place &place, ir::Adjustment &to) {
    using Form = law::AdjustmentScope::Form;
    if (from.form == Form::Own) {
      // Which text counts is a question to an instrument, whatever of it says so.
      if (to.adjectives.front() == ir::Adjective::MilderLaw)
        for (uint32_t text : history.textsOf(history.instrument(place.home.instrument).code.text))
          to.provisions.push_back(firstProvision[text]);
      else
        to.provisions.push_back(place.provision);
      return true;
    }
    if (from.form == Form::Cited) {
      for (law::CitationId id : from.citations)
        for (ProvisionRef target : (*place.bindings)[id.value].targets)
          to.provisions.push_back(conditions.indexOf(target));
      return !to.provisions.empty(); // a broken citation is reported
    }
    if (from.instrument) {
      const auto instrument = history.instrumentNamed(from.instrument.text, history.stands(place.home).from);
      if (!instrument) {
        const llvm::StringRef near = nearestName(from.instrument.text, history.instrumentCodes());
        Diagnostic &d = diagnostics.report(Code::R001, from.instrument.range, std::string_view(from.instrument.text));
        history.restsOnDeclaration(d, from.instrument.text);
        if (!near.empty())
          d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), from.instrument.range, near.str());
        return false;
      }
      for (uint32_t text : history.textsOf(from.instrument.text)) to.provisions.push_back(firstProvision[text]);
    }
    if (!from.sort) return true;
    const auto found = names.find({NameKind::Kind, NameKind::Group}, place.scope, from.sort);
    if (!found) return false;
    to.kinds = found->kind == NameKind::Kind ? std::vector<ir::Index>{found->index} : names.kindsOf(found->index);
    return true;
  }

  void concurrence(const law::Concurrence &from, ProvisionRef ref, const Place &place, ir::Provision &to) {
    ir::Concurrence result;
    result.rule = static_cast<ir::ConcurrenceRule>(from.kind);
    switch (result.rule) {
    case ir::ConcurrenceRule::Heaviest: result.text = "heaviest"; break;
    case ir::ConcurrenceRule::Cumulative: result.text = "cumulative"; break;
    case ir::ConcurrenceRule::HighestOfKind:
      if (const auto kind = names.find(NameKind::Kind, place.scope, from.of))
        result.kind = *kind;
      else
        return;
      result.text = "highest " + from.of.text.str();
      break;
    case ir::ConcurrenceRule::TotalUpToGravest: result.text = "total up to the gravest"; break;
    }
    auto add = [&](std::vector<ir::Index> &list, ProvisionRef target) {
      for (ProvisionRef one : sanctioningProvisions(history, target))
        if (!llvm::is_contained(list, conditions.indexOf(one))) list.push_back(conditions.indexOf(one));
    };
    for (law::CitationId id : from.with)
      for (ProvisionRef target : (*place.bindings)[id.value].targets) add(result.with, target);
    // Its own sanctions are weighed, or those of what it says is committed, or those beside it.
    if (!to.tiers.empty())
      result.parties = {place.provision};
    else
      committed(to.own, [&](ir::Index provision) {
        add(result.parties, {program.provisions[provision].instrument,
                             provision - firstProvision[program.provisions[provision].instrument]});
      });
    if (result.parties.empty() && !history.isRoot(ref))
      for (ProvisionRef beside : history.under(history.parent(ref)))
        if (!history[beside].tiers.empty()) result.parties.push_back(conditions.indexOf(beside));
    if (result.parties.empty()) {
      history.restsOnStatement(diagnostics.report(Code::S012, from.range, history.describe(ref))
                                   .note("state the sanctions here, or say which are meant: `when commits ...`"),
                               history[ref].range, elementWords);
      return;
    }
    to.concurrence = std::move(result);
  }

  /// The provisions that a condition says are committed.
  void committed(ir::Index index, llvm::function_ref<void(ir::Index)> visit) const {
    if (index == ir::none) return;
    const ir::Expr &expr = program.exprs[index];
    if (expr.op == ir::Op::Committed) visit(expr.index);
    for (ir::Index operand : expr.operands) committed(operand, visit);
  }

  /// A condition of this provision that names its items.
  bool namesItems(const law::Instrument &text, const law::Provision &provision) const {
    std::function<bool(law::ExprId)> visit = [&](law::ExprId id) {
      if (!id) return false;
      const law::Expr &expr = text[id];
      if (expr.kind == law::ExprKind::AnyItem || expr.kind == law::ExprKind::AllItems ||
          expr.kind == law::ExprKind::AtLeastItems)
        return true;
      return llvm::any_of(expr.operands, visit);
    };
    return llvm::any_of(provision.whens, visit) || llvm::any_of(provision.unlesses, visit);
  }

  void elements(ProvisionRef ref) {
    const law::Instrument &text = history.instrument(ref.instrument);
    const law::Provision &from = history[ref];
    std::vector<ir::Index> parts;
    for (ProvisionRef around : history.around(ref)) parts.push_back(at(around).own);
    std::vector<ir::Index> items;
    bool conditionsInItems = false, effectsInItems = false;
    for (law::ProvisionId id : from.children) {
      const law::Provision &child = text[id];
      if (child.whens.empty()) continue;
      conditionsInItems = true;
      for (ProvisionRef inner : history.under({ref.instrument, id.value})) effectsInItems |= hasEffect(history, inner);
      const ProvisionRef item{ref.instrument, id.value};
      items.push_back(conditions.whileInForce(item, ref, at(item).own));
    }
    const bool counted = from.level >= history.runningLevel(ref.instrument) && !history.isRoot(ref);
    if (counted && conditionsInItems && !namesItems(text, from)) {
      // Items with sanctions of their own: the paragraph is their disjunction.
      if (effectsInItems && !from.tiers.empty())
        parts.push_back(pool.any(std::move(items)));
      else if (!effectsInItems && !from.tiers.empty())
        history.restsOnStatement(diagnostics.report(Code::S009, from.head, history.describe(ref))
                                     .note("write `when any item`, `when all items` or `when at least 2 items`"),
                                 from.range, conditionWords);
    }
    at(ref).elements = pool.all(std::move(parts));
    if (at(ref).own == ir::none) at(ref).own = pool.truth(false);
    if (at(ref).elements == ir::none) at(ref).elements = pool.truth(false);
  }

  const LinkedLaw &law;
  const History &history;
  Diagnostics &diagnostics;
  ir::Program program;
  std::vector<ir::Index> firstProvision;
  Names names;
  ExprPool pool;
  Conditions conditions;
  Sanctions sanctions;
  Scope scope;
};

} // namespace

ir::Program check(const LinkedLaw &law, const Sources &sources, Diagnostics &diagnostics, std::vector<NameUse> *uses) {
  ir::Program program = Checker(law, sources, diagnostics, uses).run();
#ifdef PROVISO_VERIFY
  // What has errors is not used, and may lack what they took away.
  if (const auto faults = ir::verify(program); !diagnostics.hasErrors() && !faults.empty()) {
    fmt::print(stderr, "the intermediate form is not sound: {}\n", fmt::join(faults, "; "));
    std::abort();
  }
#endif
  return program;
}

} // namespace proviso
