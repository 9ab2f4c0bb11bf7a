#include "import/Import.h"

#include "format/Format.h"
#include "import/WriteLaw.h"
#include "source/Characters.h"
#include "source/Parallel.h"
#include "syntax/Parse.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <filesystem>
#include <map>

namespace proviso {

using importing::Act;

std::string codeOf(llvm::StringRef title) {
  std::string code;
  const bool chinese = llvm::any_of(title, [](char c) { return beginsChinese(c); });
  if (!chinese) { // the first letters
    llvm::SmallVector<llvm::StringRef, 8> words;
    llvm::SplitString(title, words, " ,-()");
    for (llvm::StringRef word : words)
      if (importing::isUpper(word.front()))
        code += word.front();
      else if (llvm::isDigit(word.front()) && !code.empty())
        code += "_" + word.take_while(llvm::isDigit).str();
    return code.size() > 1 ? code : "ACT";
  }
  title.consume_front("中华人民共和国");
  while (!title.empty()) {
    // Chinese characters, letters and digits stay, punctuation does not.
    const llvm::StringRef character = title.take_front(lengthInBytes(title.front()));
    if (beginsChinese(character) || llvm::isAlnum(title.front())) code += character.str();
    title = title.drop_front(character.size());
  }
  return code.empty() || llvm::isDigit(code.front()) ? "_" + code : code;
}

namespace {

std::string withEnding(llvm::StringRef path) {
  return std::filesystem::path(path.str()).replace_extension(".law").string();
}

bool sameWording(const Act &a, const Act &b) {
  return std::equal(a.provisions.begin(), a.provisions.end(), b.provisions.begin(), b.provisions.end(),
                    [](const importing::Provision &x, const importing::Provision &y) {
                      return x.level == y.level && x.label == y.label && x.title == y.title &&
                             std::equal(
                                 x.texts.begin(), x.texts.end(), y.texts.begin(), y.texts.end(),
                                 [](const importing::Text &s, const importing::Text &t) { return s.words == t.words; });
                    });
}

/// One act of its volumes, in the order of their first articles.
Act joined(std::vector<Act *> volumes, Diagnostics &diagnostics) {
  auto first = [](const Act *act) {
    for (const importing::Provision &p : act->provisions)
      if (p.level == "article") return p.label;
    return std::string("0");
  };
  llvm::stable_sort(volumes, [&](const Act *a, const Act *b) {
    unsigned x = 0, y = 0;
    llvm::StringRef(first(a)).split('-').first.getAsInteger(10, x);
    llvm::StringRef(first(b)).split('-').first.getAsInteger(10, y);
    return x < y;
  });
  Act whole = *volumes.front();
  whole.provisions.assign(1, {});
  unsigned number = 0;
  for (const Act *volume : volumes) {
    const uint32_t part = whole.add(0, "part", std::to_string(++number), volume->volume);
    const auto offset = static_cast<uint32_t>(whole.provisions.size() - 1);
    auto shifted = [&](const importing::Provision &p) {
      importing::Provision copy = p;
      for (uint32_t &child : copy.children) child += offset;
      return copy;
    };
    const importing::Provision root = shifted(volume->provisions[0]);
    whole.provisions[part].texts = root.texts;
    whole.provisions[part].children = root.children;
    for (const importing::Provision &p : llvm::drop_begin(volume->provisions)) whole.provisions.push_back(shifted(p));
    if (!volume->levels.empty()) whole.levels = volume->levels;
    whole.inForce = std::max(whole.inForce, volume->inForce);
    diagnostics.report(Code::I002, volume->at, fmt::format("the volume {} has no number", volume->volume))
        .note(fmt::format("it has become part {} of {}", number, whole.title));
  }
  return whole;
}

} // namespace

size_t Drafts::count(DraftedParagraph::State state) const {
  return static_cast<size_t>(
      llvm::count_if(paragraphs, [&](const DraftedParagraph &one) { return one.state == state; }));
}

std::vector<Imported> importActs(const Sources &sources, const std::string &id, Diagnostics &diagnostics,
                                 const std::function<void()> &done, Drafts *drafts) {
  std::vector<std::optional<Act>> acts(sources.size());
  std::vector<Diagnostics> own(sources.size());
  inParallel(sources.size(), [&](size_t i) {
    const auto file = static_cast<uint32_t>(i);
    const bool xml = sources.text(file).ltrim("\xEF\xBB\xBF \t\r\n").startswith("<") &&
                     !sources.text(file).ltrim("\xEF\xBB\xBF \t\r\n").startswith("<!--");
    acts[i] = xml ? importing::readAkomaNtoso(sources, file, own[i]) : importing::readText(sources, file, own[i]);
    done();
  });
  for (const Diagnostics &list : own) diagnostics.add(list);
  // Volumes of one act.
  struct Made {
    Act act;
    std::vector<uint32_t> from;
    std::string code;
  };
  std::vector<Made> made;
  std::map<std::string, std::vector<uint32_t>> volumes;
  for (uint32_t file = 0; file < acts.size(); ++file)
    if (acts[file] && !acts[file]->volume.empty()) volumes[acts[file]->title].push_back(file);
  for (uint32_t file = 0; file < acts.size(); ++file) {
    if (!acts[file]) continue;
    const auto parts = volumes.find(acts[file]->title);
    if (acts[file]->volume.empty() || parts->second.size() == 1) {
      made.push_back({std::move(*acts[file]), {file}, ""});
    } else if (parts->second.front() == file) {
      std::vector<Act *> list;
      for (uint32_t one : parts->second) list.push_back(&*acts[one]);
      made.push_back({joined(list, diagnostics), parts->second, ""});
    }
  }
  // Texts of one act.
  std::map<std::string, std::vector<size_t>> byCode;
  for (size_t i = 0; i < made.size(); ++i) {
    made[i].code = id.empty() ? codeOf(made[i].act.title) : id;
    byCode[made[i].code].push_back(i);
  }
  std::vector<Imported> result;
  for (size_t i = 0; i < made.size(); ++i) {
    const Act &act = made[i].act;
    const std::vector<size_t> &texts = byCode[made[i].code];
    const bool twin =
        llvm::any_of(texts, [&](size_t other) { return other < i && made[other].act.inForce == act.inForce; });
    if (twin) {
      const auto other = llvm::find_if(texts, [&](size_t one) { return made[one].act.inForce == act.inForce; });
      Diagnostic &d =
          diagnostics.report(Code::I007, act.at, act.title, act.inForce ? act.inForce->text() : "an unknown day");
      d.note("the first one is here", made[*other].act.at);
      if (sameWording(act, made[*other].act)) {
        d.severity = Severity::Warning;
        d.note("they have the same wording");
      }
      continue;
    }
    const std::string path =
        made[i].from.size() > 1
            ? (std::filesystem::path(sources.path(made[i].from.front()).str()).parent_path() / (made[i].code + ".law"))
                  .string()
            : withEnding(sources.path(made[i].from.front()));
    result.push_back({made[i].code, act.title, made[i].from, path, {}});
  }
  std::vector<std::vector<DraftedParagraph>> reports(result.size());
  std::vector<importing::DraftNames> names(result.size());
  inParallel(result.size(), [&](size_t i) {
    const auto of = llvm::find_if(made, [&](const Made &one) { return one.from == result[i].from; });
    const std::vector<size_t> &texts = byCode.find(of->code)->second;
    importing::ActDraft draft;
    // An earlier text decides nothing that is new today, and an amendment puts its words in elsewhere.
    const bool latest = llvm::none_of(texts, [&](size_t one) { return made[one].act.inForce > of->act.inForce; });
    if (drafts && latest && of->act.language == importing::Language::Chinese &&
        !llvm::StringRef(of->act.title).contains("修正案"))
      draft = importing::draft(of->act, of->code, reports[i]);
    names[i] = draft.names;
    result[i].text = writeLaw(of->act, of->code, texts.size() > 1, draft);
  });
  if (drafts) {
    importing::DraftNames all;
    for (const importing::DraftNames &one : names) all.add(one);
    for (std::vector<DraftedParagraph> &one : reports)
      drafts->paragraphs.insert(drafts->paragraphs.end(), std::make_move_iterator(one.begin()),
                                std::make_move_iterator(one.end()));
    if (drafts->count(DraftedParagraph::State::Not) < drafts->paragraphs.size()) {
      Sources shared;
      Diagnostics none;
      const uint32_t file = shared.add("drafts", importing::sharedVocabulary(all));
      drafts->vocabulary = formatLaw(parse(shared, file, none));
    }
  }
  return result;
}

} // namespace proviso
