#include "cli/FileNames.h"

#include "cli/CheckManifest.h"
#include "link/Acts.h"
#include "link/Wording.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

void sortUnique(std::vector<uint64_t> &list) {
  llvm::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool meet(const std::vector<uint64_t> &a, const std::vector<uint64_t> &b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();)
    if (*x == *y)
      return true;
    else
      ++(*x < *y ? x : y);
  return false;
}

FileNames namesOf(const law::File &file, const Sources &sources) {
  FileNames names;
  names.declares = !file.corpora.empty() || !file.accepts.empty() || !file.vocabularies.empty() || !file.scales.empty();
  names.textOnly = !names.declares && file.scenarios.empty() && file.lost.empty() &&
                   llvm::all_of(file.instruments, [](const law::Instrument &act) {
                     return act.decidesNothing() && act.accepts.empty() && act.uses.empty() && !act.external;
                   });
  auto cited = [&](const law::Stores &stores) {
    for (const law::Citation &one : stores.citations) {
      if (!one.instrument) continue;
      const uint64_t name = manifestHash(titleKey(one.instrument.text));
      names.asks.push_back(name);
      if (one.use == law::CitationUse::Amended) names.amends.push_back(name);
    }
  };
  for (const law::Scenario &one : file.scenarios) cited(one);
  for (const law::Vocabulary &one : file.vocabularies) cited(one);
  for (const law::Instrument &act : file.instruments) {
    cited(act);
    auto own = [&](llvm::StringRef name) { names.provides.push_back(manifestHash(titleKey(name))); };
    own(act.code.text);
    own(act.title.text);
    for (const auto &[language, name] : act.names) own(name.text);
    for (const law::Provision &p : act.provisions)
      for (const law::Quote &quote : p.texts) {
        const llvm::StringRef text = insideOf(sources, quote.range).first;
        const bool repeals = text.contains("废止") || text.contains("停止执行");
        wording::Mentions mentions;
        wording::recognise(text, mentions);
        for (const wording::ShortName &name : mentions.shortNames)
          names.asks.push_back(manifestHash(titleKey(name.of)));
        for (const wording::Mention &mention : mentions.list) {
          if (mention.act != wording::ActForm::Named) continue;
          if (mention.marked) {
            const uint64_t name = manifestHash(titleKey(mention.name));
            names.asks.push_back(name);
            if (repeals) names.provides.push_back(name);
          } else
            Acts::endsOf(mention.name, [&](llvm::StringRef name) {
              names.asks.push_back(manifestHash(titleKey(name)));
              return false;
            });
        }
      }
  }
  names.asks.insert(names.asks.end(), names.provides.begin(), names.provides.end());
  for (std::vector<uint64_t> *list : {&names.provides, &names.asks, &names.amends}) sortUnique(*list);
  return names;
}

} // namespace proviso
