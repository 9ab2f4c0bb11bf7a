#include "check/Findings.h"

#include "source/Characters.h"

#include <llvm/ADT/StringMap.h>

namespace proviso {

namespace {

/// Names that can be taken for each other.
class LookAlikes {
public:
  explicit LookAlikes(Diagnostics &diagnostics) : diagnostics(diagnostics) {}

  void add(law::Name name) {
    const auto [first, isNew] = bySkeleton.try_emplace(skeleton(name.text), name);
    if (!isNew && first->second.text != name.text) {
      const std::string_view other = first->second.text;
      diagnostics.report(Code::V016, name.range, std::string_view(name.text), other)
          .note("the other one is here", first->second.range)
          .note(whatDiffers(name.text, first->second.text));
    } else if (const std::string usual = composed(name.text); usual != name.text) {
      diagnostics.report(Code::V018, name.range, std::string_view(name.text))
          .fix("write it composed", name.range, usual, true);
    }
  }

private:
  Diagnostics &diagnostics;
  llvm::StringMap<law::Name> bySkeleton;
};

} // namespace

void namesAlike(const History &history, Diagnostics &diagnostics) {
  LookAlikes declared(diagnostics), declarations(diagnostics), codes(diagnostics);
  for (const law::File &file : history.files()) {
    for (const law::Vocabulary &vocabulary : file.vocabularies) {
      declarations.add(vocabulary.name);
      for (const auto *list : {&vocabulary.forms, &vocabulary.roles, &vocabulary.authorities})
        for (const law::Declared &one : *list) declared.add(one.name);
      for (const law::Fact &fact : vocabulary.facts) {
        declared.add(fact.name);
        LookAlikes values(diagnostics);
        for (const law::Name &value : fact.values) values.add(value);
      }
    }
    for (const law::Scale &scale : file.scales) {
      declarations.add(scale.name);
      for (const law::ScaleKind &kind : scale.kinds) declared.add(kind.name);
      for (const auto *list : {&scale.groups, &scale.referrals})
        for (const law::Declared &one : *list) declared.add(one.name);
    }
    for (const law::Instrument &instrument : file.instruments) codes.add(instrument.code);
  }
}

} // namespace proviso
