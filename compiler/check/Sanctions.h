// Tiers and sanctions: flattened, measured against the scale.
#pragma once

#include "check/Conditions.h"

namespace proviso {

class Sanctions {
public:
  Sanctions(const LinkedLaw &law, const Sources &sources, ir::Program &program, Names &names, ExprPool &pool,
            Conditions &conditions, Diagnostics &diagnostics)
      : law(law), sources(sources), program(program), names(names), pool(pool), conditions(conditions),
        diagnostics(diagnostics) {
    conditions.amountUnder = [this](const law::Expr &expr, const Place &place) { return amountUnder(expr, place); };
  }

  /// The flat tiers of a provision, in order; appends what its guards say to `statements`.
  std::vector<ir::Tier> tiers(const std::vector<law::Tier> &from, const Place &place,
                              std::vector<ir::Statement> &statements);
  /// One sanction; none when it has an error.
  ir::Index sanction(law::SanctionId id, const Place &place, const std::string &authority);
  /// Kinds that the subject can never bear, and choices that are restated in part.
  void checkAddressees(const ir::Provision &provision);

  std::string sourceText(Range range) const;

private:
  struct Around {
    ir::Index guard;
    std::optional<ir::TierOp> op;
    std::string authority;
  };
  void flatten(const std::vector<law::Tier> &from, const Place &place, const Around &around, std::vector<ir::Tier> &out,
               std::vector<ir::Statement> &statements);
  ir::Index kind(const law::Sanction &from, const Place &place, const std::string &authority);
  ir::Index delegation(const law::Sanction &from, const Place &place);
  std::vector<ir::Delegate> delegates(const Binding &binding, const Place &place);
  ir::Index fitting(ProvisionRef imposes, llvm::ArrayRef<ProvisionRef> among, const Place &place);
  bool amount(const law::Sanction &from, const Place &place, ir::Sanction &to);
  void bounds(const law::Sanction &from, const Place &place, ir::Sanction &to);
  std::string amountText(const law::Sanction &from, const ir::Sanction &to) const;
  static std::string figureText(const ir::Sanction &of, Number value);
  /// Whoever has one of these roles has one of those as well.
  bool isNarrower(const std::vector<ir::Index> &roles, const std::vector<ir::Index> &than) const;
  /// What belongs to a sanction besides its amount.
  std::vector<ir::Term> terms(const law::Sanction &from, const Place &place);
  /// `punish per that provision`: for each provision that the conditions say is committed, a tier that brings it in.
  void perThat(const law::Sanction &from, const Place &place, const ir::Tier &like, std::vector<ir::Tier> &out);
  Typed amountUnder(const law::Expr &expr, const Place &place);
  std::string authorityText(const law::Authorities &by, const Place &place);
  void collectKinds(ir::Index sanction, std::vector<std::pair<ir::Index, std::string>> &kinds) const;

  const LinkedLaw &law;
  const Sources &sources;
  ir::Program &program;
  Names &names;
  ExprPool &pool;
  Conditions &conditions;
  Diagnostics &diagnostics;
  std::vector<const law::Sanction *> measuring; // whose amount others state as their own
};

} // namespace proviso
