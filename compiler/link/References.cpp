#include "link/References.h"

#include <llvm/ADT/STLExtras.h>

#include <map>

namespace proviso {

using law::CitationUse;

static std::string roleOf(CitationUse use) {
  switch (use) {
  case CitationUse::Sanction: return "punishes per";
  case CitationUse::Duty: return "violates";
  case CitationUse::Elements: return "commits";
  case CitationUse::Deemed: return "counts as";
  case CitationUse::Order: return "disobeyed";
  case CitationUse::Displaced: return "notwithstanding";
  case CitationUse::Displacing: return "yields to";
  case CitationUse::Declaration: return "defined in";
  case CitationUse::Former: return "was";
  case CitationUse::Amended: return "amends";
  default: return "cites";
  }
}

namespace {

/// What the sentences of amendments have ended or begun.
std::map<Range, std::vector<ProvisionRef>> amended(const History &history) {
  std::map<Range, std::vector<ProvisionRef>> by;
  for (uint32_t i = 0; i < history.instrumentCount(); ++i)
    for (uint32_t p = 1; p < history.instrument(i).provisions.size(); ++p) {
      const ProvisionRef ref{i, p};
      for (const Turn *turn : {&history.life(ref).begins, &history.life(ref).ends}) {
        if (turn->kind == Turn::Kind::None || turn->kind == Turn::Kind::Restated) continue;
        // What is in it goes with it.
        const ProvisionRef around = history.parent(ref);
        const Turn &outer = turn == &history.life(ref).begins ? history.life(around).begins : history.life(around).ends;
        if (outer.kind == turn->kind && outer.where == turn->where) continue;
        std::vector<ProvisionRef> &list = by[turn->where];
        if (!llvm::is_contained(list, ref)) list.push_back(ref);
      }
    }
  return by;
}

} // namespace

std::vector<Reference> references(const LinkedLaw &linked) {
  const History &history = *linked.history;
  const auto amendments = amended(history);
  std::vector<Reference> list;
  for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
    const law::Instrument &text = history.instrument(i);
    std::map<uint32_t, Range> sentences; // of amendments, by citation
    for (const law::Provision &p : text.provisions)
      for (const law::Amending &one : p.amendings) sentences.emplace(one.target.value, one.range);
    for (uint32_t c = 0; c < text.citations.size(); ++c) {
      const law::Citation &citation = text.citations[c];
      const Binding &binding = linked.instruments[i][c];
      Reference one;
      one.from = {i, citation.at ? citation.at.value : 0};
      one.use = citation.use;
      one.role = roleOf(citation.use);
      one.range = citation.range;
      one.dated = binding.dated;
      one.presumed = binding.presumed;
      const Span days = history.span(one.from).empty() ? history.stands(one.from) : history.span(one.from);
      if (citation.use == CitationUse::Amended) {
        const auto sentence = sentences.find(c);
        const auto found = sentence == sentences.end() ? amendments.end() : amendments.find(sentence->second);
        if (found == amendments.end()) continue;
        one.stretches.push_back({days, found->second});
      } else if (citation.use == CitationUse::Former) {
        const auto &before = history.life(one.from).before;
        if (before.empty()) continue;
        one.stretches.push_back({days, {before.begin(), before.end()}});
      } else if (binding.targets.empty()) {
        continue;
      } else if (binding.stretches.empty()) {
        one.stretches.push_back({days, {binding.targets.begin(), binding.targets.end()}});
      } else {
        for (const Binding::Stretch &stretch : binding.stretches)
          one.stretches.push_back({stretch.days, {stretch.targets.begin(), stretch.targets.end()}});
        // Before it leads anywhere it names nothing.
        const auto first = llvm::find_if(one.stretches, [](const Reference::Stretch &s) { return !s.targets.empty(); });
        one.stretches.erase(one.stretches.begin(), first);
        if (one.stretches.empty()) continue;
      }
      list.push_back(std::move(one));
    }
  }
  return list;
}

} // namespace proviso
