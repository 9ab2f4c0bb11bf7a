// Several texts of one instrument, and the amendments to them, worked into one history.
#pragma once

#include "law/Copy.h"

#include <llvm/ADT/StringMap.h>

namespace proviso {

/// A provision of the history: a text of an instrument by index, and a provision of it. [0] is the instrument itself.
struct ProvisionRef {
  uint32_t instrument = UINT32_MAX;
  uint32_t provision = 0;
  explicit operator bool() const { return instrument != UINT32_MAX; }
  friend auto operator<=>(const ProvisionRef &, const ProvisionRef &) = default;
};

/// Why a provision begins or ceases to stand under its number.
struct Turn {
  enum class Kind : uint8_t {
    None,       // it stood there in the first text that is known; it stands there still
    Inserted,   // by an amendment
    Replaced,   // by an amendment: the new one begins, and the old one ends
    Repealed,   // by an amendment
    Renumbered, // by an amendment: it begins under the new number, and ends under the old one
    Restated    // by a new text of the whole instrument
  } kind = Kind::None;
  Date on;
  Range where;    // the sentence that says so, or the head of the new text
  std::string by; // `Article 28 of CLA9`, `the text of CSL of 2025-10-28`
};

/// `inserted`, `replaced`, `renumbered` ...
std::string_view turnWord(Turn::Kind kind);

/// How long a provision stands under its number, and its lineage: what it was before and becomes then. A split has
/// several `next`, a merger several `before`.
struct Life {
  Span stands;
  Turn begins, ends;
  llvm::SmallVector<ProvisionRef, 1> before, next;
  /// It ended with a new text of the instrument, and neither that nor its wording tells what it has become.
  bool lost = false;
  /// Where wording tells what it was before: how like, from the threshold to 1. 0: the law says it.
  double likeness = 0;
  /// Where wording does not tell it from others: those of the text before that are like it.
  llvm::SmallVector<ProvisionRef, 1> near;
};

/// One text of an instrument with the amendments to it, which hold until the next text.
struct Consolidated {
  const law::Instrument *text = nullptr;
  std::unique_ptr<law::Instrument> made; // where amendments are worked in; else `text` stands in a file
  std::vector<Life> lives;               // by provision
  std::vector<Range> twins;              // instruments with the same code that are no other text of it
  std::optional<uint32_t> before;        // the text before this one

  /// The text with what has been worked in.
  const law::Instrument &current() const { return made ? *made : *text; }
};

/// The texts in the order of the files. A text stands until the next begins to be in force. `failed` gets the
/// amendments that could not be worked in, which is reported.
std::vector<Consolidated> consolidate(const std::vector<law::File> &files, const Sources &sources,
                                      Diagnostics &diagnostics, std::vector<law::Lost> &failed);

} // namespace proviso
