#include "link/Link.h"

#include "link/Resolve.h"
#include "syntax/Parse.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace proviso {

using law::CitationUse;

bool hasEffect(const law::Provision &provision) {
  return !provision.tiers.empty() || provision.concurrence.has_value();
}

std::vector<ProvisionRef> sanctioningProvisions(const History &history, ProvisionRef target) {
  if (!history[target].tiers.empty()) return {target};
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    if (!history[ref].tiers.empty()) found.push_back(ref);
  if (!found.empty()) return found;
  for (ProvisionRef ref : history.around(target))
    if (!history[ref].tiers.empty()) return {ref};
  return {};
}

std::vector<ProvisionRef> committableProvisions(const History &history, ProvisionRef target) {
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    if (hasEffect(history[ref])) found.push_back(ref);
  if (!found.empty()) return found;
  // An item whose sanction stands in the paragraph around it.
  if (!history[target].whens.empty())
    for (ProvisionRef ref : history.around(target))
      if (!history[ref].tiers.empty()) return {target};
  return {};
}

std::vector<ProvisionRef> dutyProvisions(const History &history, ProvisionRef target) {
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    for (const law::Duty &duty : history[ref].duties)
      if (duty.kind != law::Duty::Kind::May) {
        found.push_back(ref);
        break;
      }
  return found;
}

size_t LinkedLaw::citationCount() const {
  size_t count = 0;
  for (const auto &bindings : instruments) count += bindings.size();
  for (const auto &file : scenarios)
    for (const auto &bindings : file) count += bindings.size();
  return count;
}

namespace {

class Linker {
public:
  Linker(const History &history, const Sources &sources, Diagnostics &diagnostics)
      : history(history), diagnostics(diagnostics), resolver(history, sources, diagnostics) {}

  LinkedLaw run() {
    LinkedLaw linked;
    linked.history = &history;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      std::vector<Binding> bindings;
      for (const law::Citation &citation : history.instrument(i).citations)
        bindings.push_back(bind(citation, {i, citation.at ? citation.at.value : 0}));
      linked.instruments.push_back(std::move(bindings));
    }
    for (const law::File &file : history.files()) {
      auto &scenarios = linked.scenarios.emplace_back();
      for (const law::Scenario &scenario : file.scenarios) {
        auto &bindings = scenarios.emplace_back();
        for (const law::Citation &citation : scenario.citations) bindings.push_back(bind(citation, {}));
      }
    }
    delegationCycles(linked);
    elementCycles(linked);
    return linked;
  }

private:
  Binding bind(const law::Citation &citation, ProvisionRef home) {
    Binding binding = resolver.resolve(citation, home);
    if (binding.targets.empty()) return binding;
    if (citation.expecting.text.size()) expecting(citation, binding);
    const bool several = binding.targets.size() > 1;
    const bool condition = citation.use == CitationUse::Duty || citation.use == CitationUse::Elements;
    if (several && home && condition && citation.quantifier == law::Quantifier::None) {
      const Range before{citation.range.begin, 0};
      diagnostics.report(Code::R011, citation.range)
          .fix("write `any of` if one of them is enough", before, "any of ")
          .fix("write `all of` if each is needed", before, "all of ");
    }
    const llvm::SmallVector<ProvisionRef, 1> targets = binding.targets; // a broken binding loses its own
    for (ProvisionRef target : targets)
      if (!outline(target) || citation.use == CitationUse::Expectation)
        typed(citation, target, binding);
      else if (home)
        noteOutline(citation, target);
    return binding;
  }

  bool outline(ProvisionRef target) const {
    return history[target].outline || history.instrument(target.instrument).external;
  }

  /// What only exists is reported once for each target.
  void noteOutline(const law::Citation &citation, ProvisionRef target) {
    if (noted.insert(target).second)
      diagnostics.report(Code::R012, citation.range, history.describe(target))
          .note("declared here", history[target].head);
  }

  void expecting(const law::Citation &citation, const Binding &binding) {
    for (ProvisionRef target : binding.targets) {
      const std::string &title = history[target].title.text;
      if (title != citation.expecting.text)
        diagnostics.report(Code::R015, citation.expecting.range, history.describe(target), title)
            .note("its title stands here", history[target].head);
    }
  }

  void typed(const law::Citation &citation, ProvisionRef target, Binding &binding) {
    const std::string it = history.describe(target);
    auto broken = [&](Code code, std::string_view what, llvm::ArrayRef<TokenKind> needed) {
      Diagnostic &d = diagnostics.report(code, citation.range, it);
      d.note(fmt::format("{} is here; {}", it, what), history[target].head);
      // What an item lacks may stand in the paragraph around it.
      const bool inner = !history.isRoot(target) && history[target].level > history.runningLevel(target.instrument);
      history.restsOnStatement(d, history[inner ? history.parent(target) : target].range, needed);
      binding.targets.clear();
    };
    switch (citation.use) {
    case CitationUse::Sanction:
      if (sanctioningProvisions(history, target).empty())
        broken(Code::R006, "`punish per` needs a provision with a sanction, or an item of one", effectWords);
      break;
    case CitationUse::Duty:
      if (dutyProvisions(history, target).empty())
        broken(Code::R007, "`violates` needs a provision with `must` or `must not`", dutyWords);
      break;
    case CitationUse::Elements:
      if (committableProvisions(history, target).empty())
        broken(Code::R008, "`commits` needs a provision with conditions and an effect", elementWords);
      break;
    case CitationUse::Expectation: {
      // An item whose sanction stands in the paragraph around it has no status of its own.
      const std::vector<ProvisionRef> under = history.under(target);
      if (std::none_of(under.begin(), under.end(), [&](ProvisionRef ref) { return hasEffect(history[ref]); }))
        broken(Code::X002, "expect the provision where the sanction stands", effectWords);
      break;
    }
    default: break;
    }
  }

  // ---- cycles

  using Graph = std::map<ProvisionRef, std::vector<std::pair<ProvisionRef, Range>>>;

  void delegationCycles(LinkedLaw &linked) {
    Graph graph;
    eachCitation(linked, CitationUse::Sanction, [&](ProvisionRef from, ProvisionRef target, Range range) {
      for (ProvisionRef to : sanctioningProvisions(history, target)) graph[from].push_back({to, range});
    });
    report(graph, Code::R009, linked, CitationUse::Sanction);
  }

  /// The elements of a provision rest on what stands in it, around it and under it.
  void elementCycles(LinkedLaw &linked) {
    Graph written, graph;
    eachCitation(linked, CitationUse::Elements, [&](ProvisionRef from, ProvisionRef target, Range range) {
      for (ProvisionRef to : committableProvisions(history, target)) written[from].push_back({to, range});
    });
    if (written.empty()) return;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t p = 1; p < history.instrument(i).provisions.size(); ++p) {
        const ProvisionRef ref{i, p};
        auto take = [&](ProvisionRef from) {
          if (const auto found = written.find(from); found != written.end())
            graph[ref].insert(graph[ref].end(), found->second.begin(), found->second.end());
        };
        for (ProvisionRef around : history.around(ref)) take(around);
        if (!history[ref].children.empty() && history[ref].level >= history.runningLevel(i))
          for (ProvisionRef under : history.under(ref))
            if (under != ref) take(under);
      }
    report(graph, Code::R010, linked, CitationUse::Elements);
  }

  template <typename Visit>
  void eachCitation(const LinkedLaw &linked, CitationUse use, Visit visit) {
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      const law::Instrument &text = history.instrument(i);
      for (uint32_t c = 0; c < text.citations.size(); ++c)
        if (text.citations[c].use == use)
          for (ProvisionRef target : linked.instruments[i][c].targets)
            if (!outline(target)) visit(ProvisionRef{i, text.citations[c].at.value}, target, text.citations[c].range);
    }
  }

  /// Reports each loop once, and breaks it so that later stages end.
  void report(const Graph &graph, Code code, LinkedLaw &linked, CitationUse use) {
    std::map<ProvisionRef, int> state; // 1: on the path, 2: done
    std::vector<std::pair<ProvisionRef, Range>> path;
    std::set<Range> broken;
    std::function<void(ProvisionRef)> visit = [&](ProvisionRef at) {
      state[at] = 1;
      if (const auto found = graph.find(at); found != graph.end())
        for (const auto &[to, range] : found->second) {
          path.push_back({at, range});
          if (state[to] == 0)
            visit(to);
          else if (state[to] == 1 && broken.insert(range).second) {
            std::string loop;
            const auto first =
                std::find_if(path.begin(), path.end(), [&, target = to](const auto &p) { return p.first == target; });
            for (auto p = first; p != path.end(); ++p) loop += history.citation(p->first) + " -> ";
            Diagnostic &d = diagnostics.report(code, range, loop + history.citation(to));
            for (auto p = first; p != path.end(); ++p)
              d.note(history.citation(p->first) + " cites the next here", p->second);
          }
          path.pop_back();
        }
      state[at] = 2;
    };
    for (const auto &[from, edges] : graph)
      if (state[from] == 0) visit(from);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t c = 0; c < history.instrument(i).citations.size(); ++c) {
        const law::Citation &citation = history.instrument(i).citations[c];
        if (citation.use == use && broken.count(citation.range)) linked.instruments[i][c].targets.clear();
      }
  }

  const History &history;
  Diagnostics &diagnostics;
  Resolver resolver;
  std::set<ProvisionRef> noted;
};

} // namespace

std::vector<ProvisionRef> resolveText(const History &history, Sources &sources, llvm::StringRef citation,
                                      Diagnostics &diagnostics) {
  // Where a citation may stand alone in the language: among what a scenario gives.
  const uint32_t file = sources.add("<citation>", "scenario \"\" { given violates " + citation.str() + "\n}\n");
  const law::File read =
      law::buildLaw(parse(sources, file, diagnostics, declaredLevels(sources)), sources, diagnostics);
  if (diagnostics.hasErrors() || read.scenarios.empty() || read.scenarios[0].citations.empty()) return {};
  law::Citation place = read.scenarios[0].citations[0];
  place.use = CitationUse::Place; // any provision may be asked for
  const Binding binding = Resolver(history, sources, diagnostics).resolve(place, {});
  return {binding.targets.begin(), binding.targets.end()};
}

LinkedLaw link(const History &history, const Sources &sources, Diagnostics &diagnostics) {
  return Linker(history, sources, diagnostics).run();
}

} // namespace proviso
