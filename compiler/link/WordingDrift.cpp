// A provision that has both wording and statements: what one says and the other does not.
#include "link/Wording.h"

#include "source/Parallel.h"
#include "wording/Amounts.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

namespace {

using wording::Amount;

class Drift {
public:
  Drift(const LinkedLaw &law, const Sources &sources, llvm::ArrayRef<WordingCitation> citations, uint32_t instrument,
        Diagnostics &diagnostics)
      : law(law), history(*law.history), sources(sources), citations(citations), index(instrument),
        text(history.instrument(instrument)), diagnostics(diagnostics) {}

  void run() {
    // Text alone has nothing to differ from.
    if (text.decidesNothing()) return;
    for (uint32_t p = 1; p < text.provisions.size(); ++p)
      if (text.provisions[p].level >= text.runningLevel() && isUnit({index, p})) unit({index, p});
  }

private:
  /// A paragraph, or an article that has none.
  bool isUnit(ProvisionRef ref) const {
    const auto paragraph = text.levelNamed("paragraph");
    const law::Provision &p = history[ref];
    if (!paragraph || *paragraph < text.runningLevel()) return p.level == text.runningLevel();
    if (p.level == *paragraph) return true;
    return p.level == text.runningLevel() &&
           llvm::none_of(p.children, [&](law::ProvisionId child) { return text[child].level == *paragraph; });
  }

  void unit(ProvisionRef ref) {
    const std::vector<ProvisionRef> all = history.under(ref);
    const bool decides = llvm::any_of(all, [&](ProvisionRef one) {
      const law::Provision &p = history[one];
      return !p.tiers.empty() || !p.whens.empty() || !p.unlesses.empty() || p.concurrence || !p.displacements.empty();
    });
    const bool worded = llvm::any_of(all, [&](ProvisionRef one) { return !history[one].texts.empty(); });
    if (!decides || !worded) return;
    cited(ref);
    amounts(ref, all);
  }

  // ---- citations

  bool related(ProvisionRef a, ProvisionRef b) const { return history.isUnder(a, b) || history.isUnder(b, a); }

  void cited(ProvisionRef ref) {
    struct Stated {
      const law::Citation *citation;
      llvm::SmallVector<ProvisionRef, 2> targets;
    };
    std::vector<Stated> stated;
    bool open = false; // something that is cited cannot be told
    for (uint32_t i = 0; i < text.citations.size(); ++i) {
      const law::Citation &citation = text.citations[i];
      if (!citation.at || !history.isUnder({index, citation.at.value}, ref)) continue;
      switch (citation.use) {
      case law::CitationUse::Sanction:
      case law::CitationUse::Duty:
      case law::CitationUse::Elements:
      case law::CitationUse::Deemed:
      case law::CitationUse::Rule:
      case law::CitationUse::Displaced:
      case law::CitationUse::Displacing: break;
      default: continue;
      }
      const Binding &binding = law.binding(index, {i});
      Stated one{&citation, {}};
      one.targets.append(binding.named().begin(), binding.named().end());
      if (one.targets.empty()) open = true; // broken, which is reported
      stated.push_back(std::move(one));
    }
    std::vector<const WordingCitation *> worded;
    for (const WordingCitation &one : citations) {
      if (!history.isUnder(one.home, ref)) continue;
      using Fate = WordingCitation::Fate;
      if (one.fate == Fate::Unclear || one.fate == Fate::Anaphora || one.fate == Fate::NotAtHand ||
          one.fate == Fate::Nowhere || one.fate == Fate::OtherAct)
        open = true;
      if (!one.wholeAct && !one.named.empty()) worded.push_back(&one);
    }
    if (open) return;
    struct Only {
      Range range;
      ProvisionRef target;
    };
    std::vector<Only> onlyWorded, onlyStated;
    for (const WordingCitation *one : worded)
      for (ProvisionRef target : one->named) {
        if (related(target, ref)) continue; // what it says of itself needs no citation
        if (llvm::any_of(stated, [&](const Stated &other) {
              return llvm::any_of(other.targets, [&](ProvisionRef b) { return related(target, b); });
            }))
          continue;
        onlyWorded.push_back({one->range, target});
        break;
      }
    if (!worded.empty())
      for (const Stated &one : stated)
        for (ProvisionRef target : one.targets) {
          if (related(target, ref)) continue;
          // What the wording around cites holds here, too.
          if (llvm::any_of(citations, [&](const WordingCitation &other) {
                return related(other.home, ref) && covers(other, target);
              }))
            continue;
          onlyStated.push_back({one.citation->range, target});
          break;
        }
    if (inDraft(history, ref)) onlyWorded.clear(); // what a draft does not say awaits review
    // One of each is one mistake.
    for (size_t i = 0; i < std::max(onlyWorded.size(), onlyStated.size()); ++i) {
      const Only *wording = i < onlyWorded.size() ? &onlyWorded[i] : nullptr,
                 *statement = i < onlyStated.size() ? &onlyStated[i] : nullptr;
      const Only &at = wording ? *wording : *statement;
      Diagnostic &d =
          diagnostics.report(Code::C005, at.range, wording ? "the wording" : "a statement", history.citation(at.target),
                             !statement ? "no statement does"
                             : !wording ? "the wording does not"
                                        : fmt::format("the statements cite {}", history.citation(statement->target)));
      d.rests(history[ref].range); // what could not be read there may say it
      if (!statement)
        d.note(fmt::format("the statements of {} are here", history.describe(ref)), history[ref].head);
      else if (wording)
        d.note("which stands here", statement->range);
      else
        d.note(fmt::format("the wording of {} is here", history.describe(ref)), textOf(ref));
    }
  }

  /// A range stands for what is between its ends.
  bool covers(const WordingCitation &one, ProvisionRef target) const {
    if (llvm::any_of(one.named, [&](ProvisionRef a) { return related(a, target); })) return true;
    if (!one.isRange || one.named.size() != 2) return false;
    for (ProvisionRef at : history.around(target))
      if (!history.isRoot(at) && at.instrument == one.named[0].instrument &&
          history[at].level == history[one.named[0]].level &&
          law::compareLabels(history[one.named[0]].label.text, history[at].label.text) <= 0 &&
          law::compareLabels(history[at].label.text, history[one.named[1]].label.text) <= 0)
        return true;
    return false;
  }

  std::optional<Range> textOf(ProvisionRef ref) const {
    for (ProvisionRef one : history.under(ref))
      if (!history[one].texts.empty()) return history[one].texts.front().range;
    return std::nullopt;
  }

  // ---- amounts

  struct Found {
    Amount amount;
    Range range;
  };

  static void find(llvm::StringRef words, Location at, std::vector<Found> &list) {
    for (const Amount &amount : wording::amountsIn(words))
      list.push_back({amount, {{at.file, at.offset + amount.begin}, amount.end - amount.begin}});
  }

  void amounts(ProvisionRef ref, const std::vector<ProvisionRef> &all) {
    std::vector<Found> worded, stated;
    // The statements are what is written, without the wording, titles, comments.
    const Range whole = history[ref].range;
    std::string statements = sources.text(whole).str();
    auto blank = [&](Range range) {
      if (whole.contains(range))
        std::fill_n(statements.begin() + (range.begin.offset - whole.begin.offset), range.length, ' ');
    };
    for (ProvisionRef one : all) {
      for (const law::Quote &quote : history[one].texts) {
        const auto [words, at] = insideOf(sources, quote.range);
        find(words, at, worded);
        blank(quote.range);
      }
      if (!history[one].title.text.empty()) blank(history[one].title.range);
      for (const auto &[language, name] : history[one].names) blank(name.range);
      blank(history[one].head);
    }
    for (size_t at = statements.find("//"); at != std::string::npos; at = statements.find("//", at)) {
      const size_t end = std::min(statements.find('\n', at), statements.size());
      std::fill(statements.begin() + static_cast<std::ptrdiff_t>(at),
                statements.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
    find(statements, whole.begin, stated);
    // Only where the provision has a wording of its own is that whole.
    const bool complete = !history[ref].texts.empty();
    std::vector<Found> onlyWorded = without(worded, stated), onlyStated = without(stated, worded);
    if (inDraft(history, ref)) {
      onlyWorded.clear();
      // 没有违法所得 is `= 0 CNY`.
      llvm::erase_if(onlyStated, [](const Found &one) { return one.amount.value == Number(0); });
    }
    for (const Found &one : onlyWorded) {
      const auto other = llvm::find_if(onlyStated, [&](const Found &s) { return s.amount.kind == one.amount.kind; });
      if (other == onlyStated.end()) {
        diagnostics.report(Code::C006, one.range, "the wording", sources.text(one.range).str(), "no statement does")
            .rests(history[ref].range)
            .note(fmt::format("the statements of {} are here", history.describe(ref)), history[ref].head);
        continue;
      }
      diagnostics
          .report(Code::C006, one.range, "the wording", sources.text(one.range).str(),
                  fmt::format("the statements say {}", sources.text(other->range).str()))
          .rests(history[ref].range)
          .note("which stands here", other->range);
      onlyStated.erase(other);
    }
    if (complete)
      for (const Found &one : onlyStated)
        diagnostics.report(Code::C006, one.range, "a statement", sources.text(one.range).str(), "the wording does not")
            .rests(history[ref].range)
            .note(fmt::format("the wording of {} is here", history.describe(ref)), textOf(ref));
  }

  /// What the other list does not have, each once.
  static std::vector<Found> without(const std::vector<Found> &list, const std::vector<Found> &other) {
    std::vector<Found> left;
    auto has = [](const std::vector<Found> &in, const Found &one) {
      return llvm::any_of(in, [&](const Found &candidate) { return candidate.amount.same(one.amount); });
    };
    for (const Found &one : list)
      if (!has(other, one) && !has(left, one)) left.push_back(one);
    return left;
  }

  const LinkedLaw &law;
  const History &history;
  const Sources &sources;
  llvm::ArrayRef<WordingCitation> citations; // of this instrument
  uint32_t index;
  const law::Instrument &text;
  Diagnostics &diagnostics;
};

} // namespace

void wordingAgainstStatements(const LinkedLaw &law, const Wording &wording, const Sources &sources,
                              Diagnostics &diagnostics) {
  const size_t count = law.history->instrumentCount();
  std::vector<Diagnostics> findings(count);
  // The citations stand in the order of the instruments.
  std::vector<llvm::ArrayRef<WordingCitation>> parts(count);
  for (size_t i = 0, at = 0; i < count; ++i) {
    const size_t begin = at;
    while (at < wording.citations.size() && wording.citations[at].home.instrument == i) ++at;
    parts[i] = llvm::ArrayRef(wording.citations).slice(begin, at - begin);
  }
  inParallel(count, [&](size_t i) { Drift(law, sources, parts[i], static_cast<uint32_t>(i), findings[i]).run(); });
  for (Diagnostics &list : findings) diagnostics.add(std::move(list));
}

} // namespace proviso
