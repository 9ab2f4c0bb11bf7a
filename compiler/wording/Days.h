// Days as law writes them in prose.
#pragma once

#include "proviso/Date.h"

#include <llvm/ADT/StringRef.h>

#include <optional>
#include <utility>

namespace proviso::wording {

/// The day at the beginning of a text, `2017年6月1日`, `一九九四年一月一日`, `1 June 2017`, `June 1, 2017`,
/// `2017-06-01`, and the bytes that it takes.
std::optional<std::pair<Date, size_t>> dayAt(llvm::StringRef text);
/// The first day in a text.
std::optional<Date> firstDay(llvm::StringRef text);

} // namespace proviso::wording
