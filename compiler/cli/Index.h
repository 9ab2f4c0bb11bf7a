// What stands where in a compiled law: citations, names, provisions, by file and place.
#pragma once

#include "cli/Pipeline.h"

namespace proviso {

enum class DeclarationKind : uint8_t {
  Vocabulary,
  Scale,
  Instrument,
  Form,
  Role,
  Authority,
  Fact,
  Value,
  Group,
  Kind,
  Referral
};
std::string_view wordOf(DeclarationKind kind);

/// A name where it is declared.
struct Declaration {
  DeclarationKind kind;
  law::Name name;
  Range whole;
  std::string label;
};

/// A citation in a statement or in wording, and what it leads to.
struct Cited {
  Range range;
  const law::Citation *citation = nullptr; // null: in wording
  const Binding *binding = nullptr;
  ProvisionRef home; // where it stands; none: in a scenario or vocabulary
  llvm::SmallVector<ProvisionRef, 2> targets;
};

struct Standing {
  Range range, head;
  ProvisionRef ref;
};

/// Refers to the compilation, which must outlive it. Thread-safe once it is made.
class Index {
public:
  explicit Index(const Compilation &c);

  const Compilation &law() const { return c; }
  /// The citation at a place: the innermost.
  const Cited *citationAt(Location at) const;
  llvm::ArrayRef<Cited> citationsIn(uint32_t file) const;
  /// The declaration of the name at a place, whether it is declared or used there.
  const Declaration *nameAt(Location at) const;
  /// The range of the name at a place.
  std::optional<Range> nameRangeAt(Location at) const;
  /// Where a declared name is used; its declaration is not among them.
  std::vector<Range> usesOf(const Declaration &declaration) const;
  llvm::ArrayRef<NameUse> usesIn(uint32_t file) const;
  const std::vector<Declaration> &declarations() const { return declared; }
  const Declaration *declarationOf(Range name) const;
  /// The innermost provision that stands at a place. Of several texts that have it, the last.
  std::optional<ProvisionRef> provisionAt(Location at) const;
  llvm::ArrayRef<Standing> provisionsIn(uint32_t file) const;
  /// All citations that lead to the provision, or into it.
  std::vector<const Cited *> leadingTo(ProvisionRef target) const;

private:
  void declare(DeclarationKind kind, law::Name name, Range whole, std::string label = {});

  const Compilation &c;
  std::vector<Cited> citations;      // by place
  std::vector<Declaration> declared; // by place of the name
  std::vector<NameUse> uses;         // by place
  std::vector<Standing> provisions;  // by place, outer before inner
};

} // namespace proviso
