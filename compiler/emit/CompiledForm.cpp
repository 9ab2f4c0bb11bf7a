// Writes the runtime's form. The layout is that of proviso/Layout.h; this file only fills its rows.
#include "emit/TableText.h"

#include "proviso/Layout.h"

#include <fmt/format.h>

#include <cassert>
#include <map>
#include <set>
#include <tuple>

namespace proviso {

namespace {

using layout::Section;

class Writer {
public:
  explicit Writer(const EmitInput &input) : input(input), program(input.program) {}

  std::string run() {
    string(""); // row 0
    row(Section::Meta, {string("compiler"), string("proviso " + input.version)});
    row(Section::Meta, {string("sources"), string(input.fingerprint)});
    // What a decision says that it rests on.
    for (const ir::Instrument &act : input.program.instruments)
      if (act.root != ir::none)
        row(Section::Meta,
            {string("act " + input.program.provisions[act.root].id),
             string(fmt::format("{}{}{}", act.title.empty() ? act.code : fmt::format("{} ({})", act.title, act.code),
                                act.source.empty() ? "" : ", " + act.source,
                                act.span == Span{} ? "" : ", in force " + spanText(act.span)))});
    vocabulary();
    exprs();
    outcomes();
    for (const ir::Record &one : program.records) {
      const uint32_t first = rowCount(Section::Cited);
      for (ir::Index provision : one.provisions) row(Section::Cited, {provision});
      row(Section::Records,
          {first, static_cast<uint32_t>(one.provisions.size()), low(one.times.numerator()), maybe(one.kind),
           one.without ? 1U : 0U, one.within ? static_cast<uint32_t>(one.within->count) : 0,
           one.within && one.within->unit == Duration::Unit::Months ? 1U : 0U});
    }
    for (size_t i = 0; i < input.tables.provisions.size(); ++i)
      tableOf[input.tables.provisions[i].provision] = &input.tables.provisions[i];
    for (ir::Index p = 0; p < program.provisions.size(); ++p)
      for (ir::Index displaced : program.provisions[p].displaces) displacers[displaced].push_back(p);
    for (ir::Index p = 0; p < program.provisions.size(); ++p) provision(p);
    for (const ir::Definition &one : program.definitions) {
      const uint32_t first = rowCount(Section::Scopes);
      for (ir::Index of : one.of) row(Section::Scopes, {of});
      row(Section::Definitions, {one.provision, one.fact, first, static_cast<uint32_t>(one.of.size())});
    }
    for (const ir::Criterion one : program.conflicts) row(Section::Criteria, {static_cast<uint32_t>(one)});
    for (const auto &[narrower, wider] : input.tables.specialties) row(Section::Specialties, {narrower, wider});
    for (const Change &one : input.tables.changes)
      row(Section::Changes, {adjustmentRow.at({one.provision, one.adjustment}), one.outcome, one.becomes});
    return assemble();
  }

private:
  uint32_t rowCount(Section section) const {
    const size_t width = layout::sections()[static_cast<size_t>(section)].columns.size();
    const auto &words = data[static_cast<size_t>(section)];
    return static_cast<uint32_t>(words.size() / width);
  }

  uint32_t row(Section section, std::vector<uint32_t> words) {
    assert(words.size() == layout::sections()[static_cast<size_t>(section)].columns.size());
    const uint32_t index = rowCount(section);
    auto &to = data[static_cast<size_t>(section)];
    to.insert(to.end(), words.begin(), words.end());
    return index;
  }

  uint32_t string(const std::string &text) {
    const auto [it, isNew] = strings.try_emplace(text, rowCount(Section::Strings));
    if (isNew) {
      row(Section::Strings, {static_cast<uint32_t>(textBytes.size()), static_cast<uint32_t>(text.size())});
      textBytes += text;
    }
    return it->second;
  }

  static uint32_t low(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value)); }
  static uint32_t high(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value) >> 32); }
  static uint32_t maybe(ir::Index index) { return index == ir::none ? 0 : index + 1; }

  void vocabulary() {
    for (const ir::Role &role : program.roles) {
      const uint32_t first = rowCount(Section::Entailed);
      for (ir::Index entailed : role.is) row(Section::Entailed, {entailed});
      row(Section::Roles, {string(role.name), string(role.label), first, static_cast<uint32_t>(role.is.size())});
    }
    for (const ir::Form &form : program.forms) row(Section::Forms, {string(form.name), string(form.label)});
    for (const ir::Kind &kind : program.kinds)
      row(Section::Kinds,
          {string(kind.name), string(kind.label), string(kind.group), string(kind.currency),
           (kind.additional ? layout::kindAdditional : 0) | (kind.isMeasure() ? layout::kindMeasure : 0),
           string(kind.scale)});
    for (const ir::Referral &referral : program.referrals)
      row(Section::Referrals, {string(referral.name), string(referral.label)});
    for (const ir::Fact &fact : program.facts) {
      const uint32_t first = rowCount(Section::Values);
      for (const std::string &value : fact.values) row(Section::Values, {string(value)});
      const uint32_t firstQuantity = rowCount(Section::Quantities);
      for (const auto &[day, value] : fact.overTime)
        row(Section::Quantities, {static_cast<uint32_t>(day.days), low(value.numerator()), high(value.numerator()),
                                  low(value.denominator()), high(value.denominator())});
      row(Section::Facts,
          {string(fact.name), string(fact.label), static_cast<uint32_t>(fact.type), string(fact.currency),
           (fact.ordered ? layout::factOrdered : 0) | (fact.unascertainable ? layout::factUnascertainable : 0) |
               (fact.forEachProvision ? layout::factForEachProvision : 0) | (fact.quantity ? layout::factQuantity : 0),
           first, static_cast<uint32_t>(fact.values.size()), maybe(fact.owner), firstQuantity,
           static_cast<uint32_t>(fact.overTime.size())});
    }
  }

  /// Amounts and comparisons: only the terms are written.
  void exprs() {
    std::set<ir::Index> wanted;
    for (const Outcome &outcome : input.tables.outcomes)
      for (ir::Index index : {outcome.low, outcome.high})
        if (index != ir::none) want(index, wanted);
    for (const ProvisionTable &table : input.tables.provisions)
      for (const Variable &variable : table.variables)
        if (variable.kind == VariableKind::Comparison)
          for (ir::Index side : program.exprs[variable.expr].operands) want(side, wanted);
    for (ir::Index index : wanted) exprRow[index] = writeExpr(program.exprs[index]);
  }

  void want(ir::Index index, std::set<ir::Index> &wanted) {
    if (wanted.insert(index).second)
      for (ir::Index operand : program.exprs[index].operands) want(operand, wanted);
  }

  uint32_t constant(Number value) {
    return row(Section::Exprs,
               {static_cast<uint32_t>(layout::ExprOp::Constant), low(value.numerator()), high(value.numerator()),
                low(value.denominator()), high(value.denominator()), 0, 0, 0, 0, 0});
  }

  uint32_t writeExpr(const ir::Expr &expr) {
    using layout::ExprOp;
    if (expr.op == ir::Op::Constant || expr.op == ir::Op::Choice) return constant(expr.number);
    if (expr.op == ir::Op::Day) return constant(Number(expr.date.days));
    if (expr.op == ir::Op::ActDay || expr.op == ir::Op::DecisionDay)
      return row(Section::Exprs,
                 {static_cast<uint32_t>(expr.op == ir::Op::ActDay ? ExprOp::ActDay : ExprOp::DecisionDay), 0, 0, 1, 0,
                  0, 0, 0, 0, 0});
    if (expr.op == ir::Op::Value)
      return row(Section::Exprs, {static_cast<uint32_t>(ExprOp::Fact), 0, 0, 1, 0, maybe(expr.index),
                                  maybe(expr.provision), static_cast<uint32_t>(expr.owner), 0, 0});
    const ExprOp op = expr.op == ir::Op::Add        ? ExprOp::Add
                      : expr.op == ir::Op::Subtract ? ExprOp::Subtract
                      : expr.op == ir::Op::Multiply ? ExprOp::Multiply
                      : expr.op == ir::Op::Divide   ? ExprOp::Divide
                      : expr.op == ir::Op::Higher   ? ExprOp::Higher
                      : expr.op == ir::Op::Lower    ? ExprOp::Lower
                                                    : ExprOp::MonthsAfter;
    return binary(op, exprRow.at(expr.operands[0]), exprRow.at(expr.operands[1]));
  }

  uint32_t binary(layout::ExprOp op, uint32_t left, uint32_t right) {
    return row(Section::Exprs, {static_cast<uint32_t>(op), 0, 0, 1, 0, 0, 0, 0, left + 1, right + 1});
  }

  void outcomes() {
    for (const Outcome &o : input.tables.outcomes) {
      const uint32_t first = rowCount(Section::Branches);
      for (uint32_t branch : o.branches) row(Section::Branches, {branch});
      std::string addressee;
      for (ir::Index role : o.addressees) addressee += (addressee.empty() ? "" : ",") + program.roles[role].name;
      const layout::Measure measure = !o.currency.empty() ? layout::Measure::Money
                                      : o.months          ? layout::Measure::Months
                                      : o.days            ? layout::Measure::Days
                                                          : layout::Measure::None;
      const bool referral = o.op == OutcomeOp::Referral;
      uint32_t most = o.high == ir::none ? 0 : exprRow.at(o.high) + 1;
      if (most && o.times != Number(1)) most = binary(layout::ExprOp::Multiply, most - 1, constant(o.times)) + 1;
      const uint32_t firstTerm = rowCount(Section::Terms);
      for (const ir::Term &term : o.terms)
        row(Section::Terms, {static_cast<uint32_t>(term.kind), string(term.value), string(term.text())});
      row(Section::Outcomes,
          {static_cast<uint32_t>(o.op), o.may ? 1U : 0U, o.op == OutcomeOp::Kind ? maybe(o.kind) : 0,
           referral ? maybe(o.kind) : 0, string(o.qualifier), o.low == ir::none ? 0 : exprRow.at(o.low) + 1, most,
           static_cast<uint32_t>(measure), string(o.currency), string(o.things), firstTerm,
           static_cast<uint32_t>(o.terms.size()), string(o.authority), string(addressee), first,
           static_cast<uint32_t>(o.branches.size()), string(o.text)});
    }
  }

  void provision(ir::Index index) {
    const ir::Provision &p = program.provisions[index];
    const auto found = tableOf.find(index);
    const ProvisionTable *table = found == tableOf.end() ? nullptr : found->second;
    uint32_t firstVariable = rowCount(Section::Variables), firstEffect = rowCount(Section::Effects),
             firstStatement = rowCount(Section::Statements);
    uint32_t elements = no;
    const uint32_t firstSuccessor = rowCount(Section::Successors);
    for (ir::Index successor : p.becomes) row(Section::Successors, {successor});
    const uint32_t firstPredecessor = rowCount(Section::Predecessors), firstLeftAlone = rowCount(Section::LeftAlone);
    for (ir::Index one : p.was) row(Section::Predecessors, {one});
    for (ir::Index one : p.withoutPrejudice) row(Section::LeftAlone, {one});
    const uint32_t firstPunishment = rowCount(Section::Punishments);
    const ir::Punishments punishments = ir::punishmentsOf(program, index);
    for (ir::Index kind : punishments.kinds) row(Section::Punishments, {kind});
    const uint32_t firstDisplacer = rowCount(Section::Displacers);
    for (ir::Index by : displacers[index]) row(Section::Displacers, {by});
    if (p.concurrence) concurrence(index, *p.concurrence);
    if (table) {
      for (const Variable &variable : table->variables) writeVariable(variable);
      nodeRow.clear();
      elements = diagram(*table, table->elements, firstVariable);
      for (const Effect &effect : table->effects) writeEffect(*table, effect, firstVariable);
      for (const StatementTable &statement : table->statements)
        row(Section::Statements, {statement.provision, static_cast<uint32_t>(statement.kind),
                                  diagram(*table, statement.root, firstVariable), string(statement.text)});
      for (const AdjustmentTable &adjustment : table->adjustments)
        writeAdjustment(index, adjustment.index, diagram(*table, adjustment.root, firstVariable));
    }
    const layout::Decides decides = !table          ? layout::Decides::Nothing
                                    : p.hasEffect() ? layout::Decides::Status
                                                    : layout::Decides::Adjustments;
    row(Section::Provisions, {string(p.id),
                              string(p.citation),
                              string(p.title),
                              maybe(p.parent),
                              static_cast<uint32_t>(p.span.from.days),
                              static_cast<uint32_t>(p.span.until.days),
                              static_cast<uint32_t>(decides),
                              firstVariable,
                              rowCount(Section::Variables) - firstVariable,
                              elements,
                              firstEffect,
                              rowCount(Section::Effects) - firstEffect,
                              firstStatement,
                              rowCount(Section::Statements) - firstStatement,
                              firstDisplacer,
                              static_cast<uint32_t>(displacers[index].size()),
                              (p.yieldsToOtherLaw ? layout::provisionYieldsToOtherLaw : 0) |
                                  (punishments.any() ? layout::provisionPunishes : 0) |
                                  (punishments.outline ? layout::provisionPunishesByOutline : 0),
                              firstSuccessor,
                              static_cast<uint32_t>(p.becomes.size()),
                              firstPredecessor,
                              static_cast<uint32_t>(p.was.size()),
                              firstLeftAlone,
                              static_cast<uint32_t>(p.withoutPrejudice.size()),
                              program.instruments[p.instrument].rankNumber,
                              firstPunishment,
                              static_cast<uint32_t>(punishments.kinds.size())});
  }

  void writeAdjustment(ir::Index index, uint32_t number, uint32_t root) {
    const ir::Adjustment &a = program.provisions[index].adjustments[number];
    const uint32_t firstScope = rowCount(Section::Scopes), firstKind = rowCount(Section::ScopeKinds);
    for (ir::Index scope : a.provisions) row(Section::Scopes, {scope});
    for (ir::Index kind : a.kinds) row(Section::ScopeKinds, {kind});
    uint32_t adjectives = 0;
    for (ir::Adjective adjective : a.adjectives) adjectives |= 1U << static_cast<uint32_t>(adjective);
    adjustmentRow[{index, number}] = row(Section::Adjustments, {index, adjectives, a.may ? 1U : 0U, root, firstScope,
                                                                static_cast<uint32_t>(a.provisions.size()), firstKind,
                                                                static_cast<uint32_t>(a.kinds.size()), string(a.text)});
  }

  void concurrence(ir::Index index, const ir::Concurrence &c) {
    const uint32_t firstParty = rowCount(Section::Parties);
    for (ir::Index party : c.parties) row(Section::Parties, {party});
    const uint32_t firstWith = rowCount(Section::Parties);
    for (ir::Index with : c.with) row(Section::Parties, {with});
    row(Section::Concurrences,
        {index, static_cast<uint32_t>(c.rule), maybe(c.kind), firstParty, static_cast<uint32_t>(c.parties.size()),
         firstWith, static_cast<uint32_t>(c.with.size()), string(c.text)});
  }

  /// Variables of several provisions that ask the same have the same number.
  uint32_t question(const Variable &v) {
    const auto key = std::tuple(v.kind, v.owner, v.fact, v.provision, v.index);
    return questions.try_emplace(key, static_cast<uint32_t>(questions.size())).first->second;
  }

  void writeVariable(const Variable &v) {
    const uint32_t firstCut = rowCount(Section::Cuts);
    for (const Cut &cut : v.cuts)
      row(Section::Cuts, {low(cut.at.numerator()), high(cut.at.numerator()), low(cut.at.denominator()),
                          high(cut.at.denominator()), cut.after ? 1U : 0U});
    uint32_t expr = 0, relation = 0;
    if (v.kind == VariableKind::Comparison) {
      const ir::Expr &comparison = program.exprs[v.expr];
      const auto [difference, first] = differences.try_emplace(v.expr);
      if (first)
        difference->second =
            binary(layout::ExprOp::Subtract, exprRow.at(comparison.operands[0]), exprRow.at(comparison.operands[1]));
      expr = difference->second + 1;
      relation = static_cast<uint32_t>(comparison.op) - static_cast<uint32_t>(ir::Op::Less);
    }
    row(Section::Variables, {static_cast<uint32_t>(v.kind), static_cast<uint32_t>(v.owner), maybe(v.fact),
                             maybe(v.provision), v.kind == VariableKind::Role ? maybe(v.index) : 0, v.size, firstCut,
                             static_cast<uint32_t>(v.cuts.size()), v.months ? 1U : 0U, expr, relation, string(v.label),
                             question(v), v.kind == VariableKind::Record ? maybe(v.index) : 0});
  }

  /// Nodes are written children first.
  uint32_t diagram(const ProvisionTable &table, Diagram d, uint32_t firstVariable) {
    if (isTerminal(d)) return d;
    if (const auto known = nodeRow.find(d); known != nodeRow.end()) return known->second;
    std::vector<uint32_t> targets;
    for (Diagram child : table.diagrams.children(d)) targets.push_back(diagram(table, child, firstVariable));
    const uint32_t firstChild = rowCount(Section::Children);
    for (uint32_t target : targets) row(Section::Children, {target});
    const uint32_t index = row(Section::Nodes, {firstVariable + table.diagrams.variable(d), firstChild,
                                                static_cast<uint32_t>(targets.size())});
    nodeRow.emplace(d, index);
    return index;
  }

  void writeEffect(const ProvisionTable &table, const Effect &effect, uint32_t firstVariable) {
    const uint32_t firstChain = rowCount(Section::Chains);
    for (const auto &chain : effect.chains) {
      const uint32_t firstLink = rowCount(Section::Links);
      for (const Link &link : chain) row(Section::Links, {link.provision, link.named ? 1U : 0U});
      row(Section::Chains, {firstLink, static_cast<uint32_t>(chain.size())});
    }
    row(Section::Effects, {static_cast<uint32_t>(effect.addressee), diagram(table, effect.root, firstVariable),
                           string(effect.group), string(alternativeOf(program, effect)), effect.source, firstChain,
                           static_cast<uint32_t>(effect.chains.size())});
  }

  std::string assemble() {
    std::string out(layout::magic, sizeof layout::magic);
    auto word = [&](std::string &to, uint32_t value) {
      for (int shift = 0; shift < 32; shift += 8) to += static_cast<char>(value >> shift & 0xFF);
    };
    auto wide = [&](std::string &to, uint64_t value) {
      word(to, static_cast<uint32_t>(value));
      word(to, static_cast<uint32_t>(value >> 32));
    };
    const auto count = static_cast<uint32_t>(Section::Count);
    word(out, layout::layoutVersion);
    word(out, count);
    uint64_t offset = out.size() + uint64_t(count) * 32;
    std::string table, body;
    for (const layout::SectionLayout &about : layout::sections()) {
      std::string bytes;
      if (about.columns.empty()) bytes = textBytes;
      for (uint32_t value : data[static_cast<size_t>(about.section)]) word(bytes, value);
      const uint64_t rows = about.columns.empty() ? bytes.size() : bytes.size() / (about.columns.size() * 4);
      word(table, static_cast<uint32_t>(about.columns.size()));
      word(table, 0);
      wide(table, rows);
      wide(table, offset);
      wide(table, layout::checksum(bytes.data(), bytes.size()));
      bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
      offset += bytes.size();
      body += bytes;
    }
    return out + table + body;
  }

  const EmitInput &input;
  const ir::Program &program;
  std::vector<uint32_t> data[static_cast<size_t>(Section::Count)];
  std::string textBytes;
  std::map<std::string, uint32_t> strings;
  std::map<ir::Index, uint32_t> exprRow;
  std::map<ir::Index, uint32_t> differences; // of comparisons
  std::map<ir::Index, const ProvisionTable *> tableOf;
  std::map<Diagram, uint32_t> nodeRow;
  std::map<ir::Index, std::vector<ir::Index>> displacers; // of a provision that gives way
  std::map<std::pair<ir::Index, uint32_t>, uint32_t> adjustmentRow;
  std::map<std::tuple<VariableKind, ir::Owner, ir::Index, ir::Index, ir::Index>, uint32_t> questions;
};

} // namespace

std::string emitCompiledForm(const EmitInput &input) { return Writer(input).run(); }

} // namespace proviso
