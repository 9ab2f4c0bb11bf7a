// Where the provisions of one text stand on a day: for amendments and `was`, whose citations make the history that all
// others are bound in.
#pragma once

#include "history/Consolidate.h"

namespace proviso {

class Places {
public:
  Places(const law::Instrument &text, const std::vector<Life> &lives) : text(text), lives(lives) { grow(); }

  /// Takes in what has been added to the text since.
  void grow();
  bool stands(law::ProvisionId id, Date on) const;
  /// Those in a provision that stand, in their order.
  std::vector<law::ProvisionId> children(law::ProvisionId id, Date on) const;
  /// The provision with this label: of the running level anywhere, of another in `around`. None where there is none.
  law::ProvisionId labelled(law::ProvisionId around, uint8_t level, llvm::StringRef label, Date on) const;
  /// The same whenever it stood.
  std::vector<law::ProvisionId> everLabelled(law::ProvisionId around, uint8_t level, llvm::StringRef label) const;

  /// What was looked for, where it is not there.
  struct Missing {
    law::ProvisionId around;
    uint8_t level = 0;
    law::Name label; // empty: the text has no such level
    Range range;
    bool relative = false; // the citation depends on where it stands
  };
  /// The provisions that a citation names, its instrument aside. Empty where one is missing.
  std::vector<law::ProvisionId> find(const law::Citation &citation, Date on, Missing &missing) const;

private:
  std::vector<law::ProvisionId> atLevel(law::ProvisionId around, uint8_t level, Date on) const;

  const law::Instrument &text;
  const std::vector<Life> &lives;
  llvm::StringMap<llvm::SmallVector<law::ProvisionId, 1>> running; // of the running level, by label
  uint32_t known = 0;
};

} // namespace proviso
