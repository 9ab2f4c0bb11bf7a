// The text of acts to `.law` files: plain text, Markdown, Akoma Ntoso.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <functional>
#include <string>
#include <vector>

namespace proviso {

struct Imported {
  std::string code, title;
  std::vector<uint32_t> from; // files of the sources; several where an act has volumes
  std::string path, text;     // of the `.law` file; the path is that of the first source with another ending
};

/// What has become of one sanction-bearing paragraph.
struct DraftedParagraph {
  enum class State : uint8_t { Not, Part, Full } state = State::Not;
  std::string act, place;        // the code, and as in `article 59 paragraph 1`
  std::vector<std::string> left; // the words that were not understood
};

/// First formalisations: docs/drafting.md.
struct Drafts {
  std::vector<DraftedParagraph> paragraphs; // in the order of the acts
  std::string vocabulary;                   // a `.law` file that all drafts share; empty where there are none

  size_t count(DraftedParagraph::State state) const;
};

/// Reads all files of the sources, on several threads. Volumes of one act become one file; texts of one act get the
/// same code, and the day from which each is in force. What cannot be placed is kept as text and reported. `id`: the
/// code of the one act that all files are of; empty: made of the title. Results are in the order of the sources.
/// `drafts`: penal paragraphs are drafted, in the latest text of each act. Calls `done` after each file that is read,
/// from any thread.
std::vector<Imported> importActs(
    const Sources &sources, const std::string &id, Diagnostics &diagnostics, const std::function<void()> &done = [] {},
    Drafts *drafts = nullptr);

/// The code of an act by its title: `网络安全法`, `CSL` of `Cybersecurity Law`.
std::string codeOf(llvm::StringRef title);

} // namespace proviso
