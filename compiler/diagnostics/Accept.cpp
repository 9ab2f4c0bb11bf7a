#include "diagnostics/Diagnostics.h"

#include <algorithm>

namespace proviso {

namespace {

bool covers(const Acceptance &acceptance, const Diagnostic &finding) {
  if (acceptance.code != finding.code || finding.mustBeMended) return false;
  if (acceptance.within && !acceptance.within->contains(finding.range.begin)) return false;
  if (acceptance.of.empty()) return true;
  // The notes of a finding about a citation lie in what is cited.
  const bool cites = entry(finding.code).name.front() == 'R';
  return std::any_of(acceptance.of.begin(), acceptance.of.end(), [&](Range of) {
    return of.contains(finding.range.begin) ||
           (cites && std::any_of(finding.notes.begin(), finding.notes.end(),
                                 [&](const Note &note) { return note.range && of.contains(note.range->begin); }));
  });
}

/// The lines of a sentence that has them for itself.
Range wholeLines(Range sentence, const Sources &sources) {
  const llvm::StringRef text = sources.text(sentence.begin.file);
  const size_t before = text.take_front(sentence.begin.offset).find_last_not_of(" \t");
  const size_t after = text.find_first_not_of(" \t\r", sentence.end());
  const bool begins = before == llvm::StringRef::npos || text[before] == '\n';
  const bool ends = after == llvm::StringRef::npos || text[after] == '\n';
  if (!begins || !ends) return sentence;
  const auto from = static_cast<uint32_t>(before == llvm::StringRef::npos ? 0 : before + 1);
  const auto to = static_cast<uint32_t>(std::min(after, text.size() - 1) + 1);
  return {{sentence.begin.file, from}, to - from};
}

} // namespace

bool mayBeAccepted(Code code) {
  if (code == Code::A001) return false;
  return entry(code).severity != Severity::Error || code == Code::N003 || code == Code::R002 || code == Code::R003 ||
         code == Code::R015 || code == Code::R018;
}

void Diagnostics::accept(std::vector<Acceptance> &acceptances) {
  if (acceptances.empty()) return;
  dropConsequences();
  std::erase_if(all, [&](const Diagnostic &finding) {
    const Acceptance *by = nullptr;
    for (Acceptance &acceptance : acceptances)
      if (covers(acceptance, finding)) {
        acceptance.used = true;
        if (!by) by = &acceptance;
      }
    if (by) taken.push_back({finding, by->reason, by->at});
    return by != nullptr;
  });
}

void Diagnostics::reportUnused(const std::vector<Acceptance> &acceptances, const Sources &sources) {
  if (hasErrors()) return; // not everything was looked for
  for (const Acceptance &acceptance : acceptances) {
    if (acceptance.used) continue;
    const std::string where = acceptance.citation
                                  ? fmt::format("for `{}`", std::string_view(sources.text(*acceptance.citation)))
                              : acceptance.within ? "here"
                                                  : "anywhere";
    report(Code::A001, acceptance.at, entry(acceptance.code).name, where)
        .fix("remove it", wholeLines(acceptance.at, sources), "");
  }
}

void Diagnostics::deny(const std::vector<Code> &codes) {
  for (Diagnostic &finding : all)
    if (std::find(codes.begin(), codes.end(), finding.code) != codes.end()) finding.severity = Severity::Error;
}

} // namespace proviso
