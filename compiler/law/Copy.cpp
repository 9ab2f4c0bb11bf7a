#include "law/Copy.h"

namespace proviso::law {

namespace {

/// The parts of one provision, each with what it consists of.
class Copier {
public:
  Copier(const Instrument &from, Instrument &to, ProvisionId at) : from(from), to(to), at(at) {}

  void provision(Provision &p) {
    expr(p.subject);
    exprs(p.whens);
    exprs(p.unlesses);
    for (Tier &one : p.tiers) tier(one);
    if (p.concurrence) citations(p.concurrence->with);
    for (Displacement &one : p.displacements) citations(one.citations);
    for (Adjustment &one : p.adjustments) {
      expr(one.guard);
      expr(one.save);
      if (one.limitation)
        for (Limitation::Period &period : one.limitation->periods) {
          expr(period.length);
          expr(period.when);
        }
      citations(one.scope.citations);
    }
    citations(p.withoutPrejudice);
    citations(p.countsAs);
    for (Definition &one : p.definitions) {
      expr(one.value);
      expr(one.when);
      citations(one.of);
    }
    if (p.was) citations(p.was->from);
    for (Amending &one : p.amendings) citation(one.target);
  }

private:
  template <typename Ids>
  void exprs(Ids &ids) {
    for (ExprId &id : ids) expr(id);
  }
  template <typename Ids>
  void citations(Ids &ids) {
    for (CitationId &id : ids) citation(id);
  }
  template <typename Ids>
  void sanctions(Ids &ids) {
    for (SanctionId &id : ids) sanction(id);
  }

  void expr(ExprId &id) {
    if (!id) return;
    Expr copy = from[id];
    exprs(copy.operands);
    citation(copy.citation);
    id = {static_cast<uint32_t>(to.exprs.size())};
    to.exprs.push_back(std::move(copy));
  }

  void citation(CitationId &id) {
    if (!id) return;
    Citation copy = from[id];
    copy.at = at;
    id = {static_cast<uint32_t>(to.citations.size())};
    to.citations.push_back(std::move(copy));
  }

  void tier(Tier &one) {
    expr(one.guard);
    sanctions(one.sanctions);
  }

  void sanction(SanctionId &id) {
    if (!id) return;
    Sanction copy = from[id];
    for (Amount *amount : {&copy.amount, &copy.within}) {
      expr(amount->low);
      expr(amount->high);
    }
    expr(copy.forEach);
    exprs(copy.things);
    sanctions(copy.operands);
    for (Tier &inner : copy.tiers) tier(inner);
    citations(copy.per);
    id = {static_cast<uint32_t>(to.sanctions.size())};
    to.sanctions.push_back(std::move(copy));
  }

  const Instrument &from;
  Instrument &to;
  ProvisionId at;
};

} // namespace

ProvisionId copyTree(const Instrument &from, ProvisionId id, Instrument &to, ProvisionId parent, Copied &copied) {
  Provision copy = from[id]; // by value: both may be one instrument
  const std::vector<ProvisionId> children(copy.children.begin(), copy.children.end());
  const ProvisionId result{static_cast<uint32_t>(to.provisions.size())};
  copy.level = to.levelNamed(from.levels[copy.level]).value_or(copy.level);
  copy.parent = parent;
  copy.children.clear();
  to.provisions.emplace_back();
  Copier(from, to, result).provision(copy);
  to.provisions[result.value] = std::move(copy);
  to.provisions[parent.value].children.push_back(result);
  copied.emplace_back(id, result);
  for (ProvisionId child : children) copyTree(from, child, to, result, copied);
  return result;
}

} // namespace proviso::law
