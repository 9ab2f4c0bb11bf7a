// What a finding rests on (Diagnostic::rests) where something could not be read: the mistake is reported there, and
// what is missed elsewhere may have stood in it.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "law/Law.h"

#include <llvm/ADT/STLFunctionalExtras.h>

namespace proviso {

class Losses {
public:
  explicit Losses(const std::vector<law::File> &files) : files(files) {}

  /// A provision with this label within a range, or put there by an amendment.
  void ofProvision(Diagnostic &diagnostic, Range within, llvm::StringRef label) const;
  /// A statement that begins with one of these words.
  void ofStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const;
  /// A declaration of this name.
  void ofDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const;
  /// What `held` says.
  void of(Diagnostic &diagnostic, llvm::function_ref<bool(const law::Lost &)> held) const;

private:
  bool inAmendment(Range range) const;

  const std::vector<law::File> &files;
};

/// Whether one range ends within the other. It may begin with the word before it.
bool endsWithin(Range inner, Range outer);

} // namespace proviso
