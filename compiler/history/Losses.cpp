#include "history/Losses.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

using What = law::Lost::What;

bool endsWithin(Range inner, Range outer) {
  return inner.begin.file == outer.begin.file && inner.end() > outer.begin.offset && inner.end() <= outer.end();
}

void Losses::of(Diagnostic &diagnostic, llvm::function_ref<bool(const law::Lost &)> held) const {
  for (const law::File &file : files)
    for (const law::Lost &lost : file.lost)
      if (held(lost)) diagnostic.rests(lost.range);
}

bool Losses::inAmendment(Range range) const {
  return llvm::any_of(files, [&](const law::File &file) {
    return llvm::any_of(file.instruments, [&](const law::Instrument &one) {
      return one.kind == law::InstrumentKind::Amendment && endsWithin(range, one.range);
    });
  });
}

void Losses::ofProvision(Diagnostic &diagnostic, Range within, llvm::StringRef label) const {
  of(diagnostic, [&](const law::Lost &lost) {
    const bool provisions = lost.what == What::Words || lost.what == What::Provision;
    if (lost.what == What::Amendment) return lost.mayHold(label);
    if (endsWithin(lost.range, within)) return lost.what == What::Brace || (provisions && lost.mayHold(label));
    if (lost.what == What::Rest && lost.range.begin.file == within.begin.file) return true;
    return (lost.what == What::Declaration ||
            ((provisions || lost.what == What::Statement) && inAmendment(lost.range))) &&
           lost.mayHold(label);
  });
}

void Losses::ofStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const {
  of(diagnostic, [&](const law::Lost &lost) {
    if (!endsWithin(lost.range, within)) return lost.what == What::Rest && lost.range.begin.file == within.begin.file;
    return lost.what == What::Words || lost.what == What::Provision || lost.what == What::Brace ||
           (lost.what == What::Statement && llvm::is_contained(keywords, lost.keyword));
  });
}

void Losses::ofDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const {
  of(diagnostic, [&](const law::Lost &lost) {
    return lost.what == What::Rest || (lost.what == What::Declaration && lost.mayHold(name));
  });
}

} // namespace proviso
