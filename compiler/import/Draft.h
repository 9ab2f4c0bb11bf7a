// First formalisations of the penal paragraphs of acts that are imported.
#pragma once

#include "import/Act.h"
#include "import/Import.h"
#include "import/Penalty.h"

namespace proviso::importing {

/// What a draft adds to the text of an act.
struct ActDraft {
  struct Around {
    std::string before, after; // what stands under the provision
  };
  std::map<uint32_t, Around> statements; // by provision
  std::string vocabulary;                // the declaration of the facts of this act, which stands before it
  std::string uses;                      // vocabularies and scales
  DraftNames names;                      // those that are used
};

/// Paragraphs that impose a sanction or refer to liability: those in a division on liability, or in the special part of
/// the Criminal Law, whose wording says so.
std::vector<uint32_t> sanctionBearing(const Act &act);

/// Drafts what can be read with certainty. What has been found about each paragraph is added to the report.
ActDraft draft(const Act &act, llvm::StringRef code, std::vector<DraftedParagraph> &report);

/// The vocabulary and the scale that all drafts of a run share.
std::string sharedVocabulary(const DraftNames &names);

} // namespace proviso::importing
