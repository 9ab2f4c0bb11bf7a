// From the linked law to the checked intermediate form.
#pragma once

#include "check/IntermediateForm.h"
#include "link/Link.h"

namespace proviso {

/// Where anything was reported as an error the program is not to be used for decisions; it is still whole.
ir::Program check(const LinkedLaw &law, const Sources &sources, Diagnostics &diagnostics);

} // namespace proviso
