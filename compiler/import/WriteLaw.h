// An act as a `.law` file.
#pragma once

#include "import/Act.h"
#include "import/Draft.h"

namespace proviso::importing {

/// In the one layout. `dated`: the day of its text is named, as there are several.
std::string writeLaw(const Act &act, llvm::StringRef code, bool dated, const ActDraft &draft = {});

} // namespace proviso::importing
