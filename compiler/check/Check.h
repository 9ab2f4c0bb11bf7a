// From the linked law to the checked intermediate form.
#pragma once

#include "check/IntermediateForm.h"
#include "link/Link.h"

namespace proviso {

/// A place where a name of a vocabulary or scale stands for what is declared elsewhere.
struct NameUse {
  Range at, declaration; // the names themselves
};

/// Where anything was reported as an error the program is not to be used for decisions; it is still whole. `uses`: gets
/// each name that was looked up and found, in no order, and more than once where it was looked up again.
ir::Program check(const LinkedLaw &law, const Sources &sources, Diagnostics &diagnostics,
                  std::vector<NameUse> *uses = nullptr);

} // namespace proviso
