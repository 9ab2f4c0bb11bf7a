#include "history/Consolidate.h"

#include "history/Lineage.h"
#include "history/Losses.h"
#include "history/Places.h"
#include "proviso/NearestName.h"
#include "source/Parallel.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <map>

namespace proviso {

using law::Amending;
using law::ProvisionId;

namespace {

std::string levelAndLabel(const law::Instrument &text, uint8_t level, llvm::StringRef label) {
  return fmt::format("{} {}", std::string_view(text.levels[level]), std::string_view(label));
}

/// `Article 59 paragraph 1 of CSL`.
std::string describe(const law::Instrument &text, ProvisionId id) {
  std::string path;
  for (; id.value != 0; id = text[id].parent) {
    path = levelAndLabel(text, text[id].level, text[id].label.text) + (path.empty() ? "" : " ") + path;
    if (text[id].level == text.runningLevel()) break;
  }
  if (path.empty()) return text.code.text.str();
  path[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(path[0])));
  return fmt::format("{} of {}", path, std::string_view(text.code.text));
}

class Consolidator {
public:
  Consolidator(const std::vector<law::File> &files, const Sources &sources, Diagnostics &diagnostics,
               std::vector<law::Lost> &failed)
      : files(files), sources(sources), diagnostics(diagnostics), failed(failed) {}

  std::vector<Consolidated> run() {
    texts();
    // What an amendment says may itself have been amended before it took effect.
    for (const bool ofAmendments : {true, false}) amend(ofAmendments);
    for (const Failure &failure : failures) report(failure);
    for (const Consolidated &one : all) overridden(one);
    // What a failed amendment would have put in is missing for what it failed by.
    for (size_t i = 0, count = failed.size(); i < count; ++i)
      for (const Diagnostic &d : diagnostics.list())
        if (failed[i].range.contains(d.range.begin))
          for (Range on : d.restsOn) failed.push_back({failed[i].what, on, failed[i].text, TokenKind::END});
    for (Consolidated &one : all) inOrder(one);
    align();
    return std::move(all);
  }

private:
  // ---- texts

  void texts() {
    std::map<llvm::StringRef, std::vector<uint32_t>> byCode;
    for (const law::File &file : files)
      for (const law::Instrument &text : file.instruments) {
        std::vector<uint32_t> &same = byCode[text.code.text];
        const auto twin = llvm::find_if(same, [&](uint32_t i) {
          const law::Instrument &other = *all[i].text;
          return text.external || other.external || !text.inForceRange || !other.inForceRange ||
                 text.inForce.from == other.inForce.from ||
                 !(text.inForce.from > other.inForce.from ? text : other).version;
        });
        if (twin != same.end()) {
          all[*twin].twins.push_back(text.code.range);
          Diagnostic &d = diagnostics.report(Code::S004, text.code.range, std::string_view(text.code.text))
                              .note("the first one is here", all[*twin].text->code.range);
          if (!text.external && !all[*twin].text->external)
            d.note(fmt::format("if one is a later text of the other, say so and since when it is in force: `{} {} "
                               "version DATE ... {{ in force from DATE`",
                               text.kind == law::InstrumentKind::Regulation ? "regulation" : "statute",
                               std::string_view(text.code.text)));
          continue;
        }
        same.push_back(static_cast<uint32_t>(all.size()));
        Consolidated one;
        one.text = &text;
        one.lives.resize(text.provisions.size());
        all.push_back(std::move(one));
      }
    for (auto &[code, list] : byCode) {
      llvm::sort(list, [&](uint32_t a, uint32_t b) { return all[a].text->inForce.from < all[b].text->inForce.from; });
      for (size_t i = 1; i < list.size(); ++i) {
        Consolidated &earlier = all[list[i - 1]], &later = all[list[i]];
        const Date day = later.text->inForce.from, until = earlier.text->inForce.until;
        if (until != Date::latest() && until != day)
          diagnostics
              .report(Code::D011, *earlier.text->inForceRange, std::string_view(code),
                      until < day ? "a gap" : "an overlap", std::min(until, day).text(),
                      Date{std::max(until, day).days - 1}.text())
              .note("the next text is in force as is said here", *later.text->inForceRange);
        Turn turn{Turn::Kind::Restated, day, later.text->code.range,
                  fmt::format("the text of {} of {}", std::string_view(code), later.text->version->text())};
        for (Life &life : earlier.lives) {
          life.stands.until = day;
          life.ends = turn;
        }
        for (Life &life : later.lives) {
          life.stands.from = day;
          life.begins = turn;
        }
        later.before = list[i - 1];
      }
      textsOf[code] = list;
    }
  }

  /// Each text with the one before it. What they touch is of one instrument.
  void align() {
    std::vector<llvm::ArrayRef<uint32_t>> series;
    for (const auto &[code, texts] : textsOf)
      if (texts.size() > 1) series.push_back(texts);
    std::vector<Diagnostics> findings(series.size());
    inParallel(series.size(), [&](size_t i) {
      for (uint32_t text : series[i])
        if (all[text].before) alignTexts(all, *all[text].before, text, sources, Losses(files), findings[i]);
    });
    for (Diagnostics &list : findings) diagnostics.add(std::move(list));
  }

  /// The text of an instrument on a day: the first, where none is in force yet.
  std::optional<uint32_t> textOn(llvm::StringRef code, Date on) const {
    const auto found = textsOf.find(code);
    if (found == textsOf.end()) return std::nullopt;
    uint32_t text = found->second.front();
    for (uint32_t one : found->second)
      if (all[one].text->inForce.from <= on) text = one;
    return text;
  }

  // ---- amendments

  struct Event {
    Date on, adopted;
    uint32_t by; // the text where the amendment stands
    ProvisionId at;
    size_t index; // of its amendings
  };
  struct Failure {
    uint32_t text;
    Date on;
    Places::Missing missing;
  };

  void amend(bool amendments) {
    std::vector<Event> events;
    for (uint32_t i = 0; i < all.size(); ++i) {
      const law::Instrument &text = all[i].current();
      for (uint32_t p = 0; p < text.provisions.size(); ++p) {
        if (text.provisions[p].amendings.empty()) continue;
        Span force = all[i].text->inForce;
        for (ProvisionId at{p}; at.value != 0; at = text[at].parent)
          force = force & text[at].inForce & all[i].lives[at.value].stands;
        if (force.empty() || force.from == Date::earliest()) continue; // reported
        for (size_t a = 0; a < text.provisions[p].amendings.size(); ++a) {
          const law::Citation &target = text[text.provisions[p].amendings[a].target];
          const auto of = textOn(target.instrument.text, force.from);
          const bool isAmendment = of && all[*of].text->kind == law::InstrumentKind::Amendment;
          if (isAmendment == amendments)
            events.push_back({force.from, all[i].text->adopted.value_or(force.from), i, {p}, a});
        }
      }
    }
    llvm::stable_sort(
        events, [](const Event &a, const Event &b) { return std::pair(a.on, a.adopted) < std::pair(b.on, b.adopted); });
    for (const Event &event : events) {
      const size_t findings = diagnostics.list().size(), missing = failures.size();
      const Range range = all[event.by].current()[event.at].amendings[event.index].range;
      apply(event);
      // What it would have put in is missed elsewhere.
      if (diagnostics.list().size() != findings || failures.size() != missing)
        failed.push_back({law::Lost::What::Amendment, range, sources.text(range), TokenKind::END});
    }
  }

  void apply(const Event &event) {
    const law::Instrument &by = all[event.by].current();
    const Amending amending = by[event.at].amendings[event.index]; // a copy: an amendment may amend itself
    const law::Citation target = by[amending.target];
    if (target.broken) return;
    if (!target.instrument) {
      diagnostics.report(Code::R014, target.range, "it does not say of which statute or regulation")
          .note("an amendment names what it amends, as in `insert after CL article 286`");
      return;
    }
    const std::optional<uint32_t> index = textOn(target.instrument.text, event.on);
    if (!index) {
      unknownInstrument(target.instrument);
      return;
    }
    Consolidated &of = all[*index];
    if (of.text->external) {
      diagnostics.report(Code::D009, amending.range, std::string_view(of.text->code.text), "is declared `external`")
          .note("its text is not given, so that there is nothing to work this into", of.text->code.range);
      return;
    }
    const Date adopted = of.before ? of.text->inForce.from : of.text->adopted.value_or(of.text->inForce.from);
    if (event.on < adopted) {
      diagnostics
          .report(Code::D009, amending.range, std::string_view(of.text->code.text),
                  fmt::format("is not there yet on {}", event.on.text()))
          .note(fmt::format("it is {} {}", of.text->adopted ? "adopted on" : "in force from", adopted.text()),
                of.text->code.range);
      return;
    }
    if (!of.made) of.made = std::make_unique<law::Instrument>(*of.text);
    if (!places.count(*index)) places.emplace(*index, Places(*of.made, of.lives));
    Places &in = places.at(*index);
    Places::Missing missing;
    std::vector<ProvisionId> targets = in.find(target, event.on, missing);
    // A place is one even where what stood there ends on this very day.
    if (targets.empty() && amending.kind == Amending::Kind::Insert) {
      Places::Missing before;
      targets = in.find(target, Date{event.on.days - 1}, before);
    }
    if (targets.empty()) {
      if (missing.relative)
        diagnostics.report(Code::R014, target.range, "an amendment names its target by number");
      else
        failures.push_back({*index, event.on, missing});
      return;
    }
    Work work{*index, of, in, amending, targets, {}};
    work.turn.on = event.on;
    work.turn.where = amending.range;
    work.turn.by = describe(by, event.at);
    if (targets.front().value == 0) {
      diagnostics.report(Code::D009, target.range, std::string_view(of.text->code.text), "is cited as a whole")
          .note("cite the provisions that are changed; a new text of the whole is stated as a `version` of it");
      return;
    }
    switch (amending.kind) {
    case Amending::Kind::Insert: insert(work); break;
    case Amending::Kind::Replace: replace(work); break;
    case Amending::Kind::Repeal:
      work.turn.kind = Turn::Kind::Repealed;
      for (ProvisionId one : targets) end(of, one, work.turn);
      break;
    case Amending::Kind::Renumber: renumber(work); break;
    }
    in.grow();
  }

  struct Work {
    uint32_t index;
    Consolidated &of;
    Places &in;
    const Amending &amending;
    const std::vector<ProvisionId> &targets;
    Turn turn;
    law::Instrument &text() { return *of.made; }
  };

  void end(Consolidated &of, ProvisionId id, const Turn &turn) {
    Life &life = of.lives[id.value];
    life.stands.until = turn.on;
    life.ends = turn;
  }

  /// What is put in, as provisions of the text; none after a report. They stand after or before `beside`.
  std::vector<ProvisionId> put(Work &work, ProvisionId beside, bool before) {
    const law::Instrument &content = *work.amending.content;
    law::Instrument &text = work.text();
    const ProvisionId parent = text[beside].parent;
    const uint8_t level = text[beside].level;
    if (content[ProvisionId{0}].children.empty()) {
      diagnostics.report(Code::D009, work.amending.range, std::string_view(text.code.text), "gets no provision here")
          .note(fmt::format("write what is put in with its number: `{} {{ ... }}`",
                            levelAndLabel(text, level, text[beside].label.text)));
      return {};
    }
    std::vector<ProvisionId> added;
    for (ProvisionId child : content[ProvisionId{0}].children) {
      const law::Provision &p = content[child];
      const llvm::StringRef word = content.levels[p.level];
      if (text.levelNamed(word) != level) {
        diagnostics.report(Code::S003, p.head, levelAndLabel(content, p.level, p.label.text),
                           fmt::format("the place of {}", describe(text, beside)));
        continue;
      }
      if (const ProvisionId there = work.in.labelled(parent, level, p.label.text, work.turn.on)) {
        alreadyThere(work, p.head, there, parent);
        continue;
      }
      law::Copied copied;
      const ProvisionId id = law::copyTree(content, child, text, parent, copied);
      // It was put last.
      llvm::SmallVector<ProvisionId, 4> &row = text.provisions[parent.value].children;
      row.pop_back();
      const ProvisionId next = added.empty() ? beside : added.back();
      row.insert(llvm::find(row, next) + (before && added.empty() ? 0 : 1), id);
      begin(work, copied);
      added.push_back(id);
      work.in.grow();
    }
    // What says itself what it was, is spoken for before wording is asked.
    for (ProvisionId id : added) formers(work, id);
    return added;
  }

  /// `was`, in what is put in and all that is in it.
  void formers(Work &work, ProvisionId id) {
    if (work.text()[id].was) former(work, id, Date{work.turn.on.days - 1});
    const llvm::SmallVector<ProvisionId, 4> children = work.text()[id].children;
    for (ProvisionId child : children) formers(work, child);
  }

  void begin(Work &work, const law::Copied &copied) {
    work.of.lives.resize(work.text().provisions.size());
    for (const auto &[from, to] : copied) {
      Life &life = work.of.lives[to.value];
      life = {};
      life.stands = {work.turn.on, work.of.lives[0].stands.until};
      life.begins = work.turn;
      life.ends = work.of.lives[0].ends;
    }
  }

  void insert(Work &work) {
    if (work.targets.size() > 1) {
      diagnostics
          .report(Code::D009, work.amending.range, std::string_view(work.text().code.text),
                  "is given several places for one insertion")
          .note("cite the one provision that it stands after or before");
      return;
    }
    work.turn.kind = Turn::Kind::Inserted;
    put(work, work.targets.front(), work.amending.before);
  }

  void replace(Work &work) {
    work.turn.kind = Turn::Kind::Replaced;
    const law::Instrument &text = work.text();
    if (llvm::any_of(work.targets, [&](ProvisionId one) { return text[one].parent != text[work.targets[0]].parent; })) {
      diagnostics
          .report(Code::D009, work.amending.range, std::string_view(text.code.text), "has these in different places")
          .note("replace what stands in one provision at a time");
      return;
    }
    const std::vector<ProvisionId> targets = work.targets;
    for (ProvisionId one : targets) end(work.of, one, work.turn);
    const std::vector<ProvisionId> added = put(work, targets.back(), false);
    // The same number is the same provision, unless it says otherwise; what is left over goes together.
    std::vector<ProvisionId> olds, news;
    for (ProvisionId id : added) {
      if (text[id].was) continue;
      const auto same = llvm::find_if(
          targets, [&](ProvisionId one) { return law::compareLabels(text[one].label.text, text[id].label.text) == 0; });
      if (same == targets.end())
        news.push_back(id);
      else
        follow(work, *same, id);
    }
    for (ProvisionId one : targets)
      if (work.of.lives[one.value].next.empty()) olds.push_back(one);
    for (ProvisionId from : olds)
      for (ProvisionId to : news) follow(work, from, to);
  }

  void follow(Work &work, ProvisionId from, ProvisionId to) {
    alignWithin(all, {work.index, from.value}, {work.index, to.value}, Date{work.turn.on.days - 1}, work.turn.on,
                sources);
  }

  /// `was`, in what replaces something.
  void former(Work &work, ProvisionId id, Date on) {
    formerOf(all, {work.index, id.value}, work.index, on, work.in, Losses(files), diagnostics);
  }

  void renumber(Work &work) {
    law::Instrument &text = work.text();
    const ProvisionId from = work.targets.front();
    if (work.targets.size() > 1) {
      diagnostics.report(Code::D009, work.amending.range, std::string_view(text.code.text), "has several of these")
          .note("renumber one provision at a time");
      return;
    }
    if (text.levelNamed(work.amending.level.text) != text[from].level) {
      diagnostics.report(
          Code::S003, Range::cover(work.amending.level.range, work.amending.label.range),
          fmt::format("{} {}", std::string_view(work.amending.level.text), std::string_view(work.amending.label.text)),
          fmt::format("the place of {}", describe(text, from)));
      return;
    }
    const ProvisionId parent = text[from].parent;
    if (const ProvisionId there = work.in.labelled(parent, text[from].level, work.amending.label.text, work.turn.on);
        there && there != from) {
      alreadyThere(work, work.amending.label.range, there, parent);
      return;
    }
    work.turn.kind = Turn::Kind::Renumbered;
    std::vector<bool> stood(text.provisions.size());
    for (uint32_t i = 0; i < stood.size(); ++i) stood[i] = work.in.stands({i}, work.turn.on);
    law::Copied copied;
    const ProvisionId to = law::copyTree(text, from, text, parent, copied);
    llvm::SmallVector<ProvisionId, 4> &row = text.provisions[parent.value].children;
    row.pop_back();
    row.insert(llvm::find(row, from) + 1, to);
    text.provisions[to.value].label = work.amending.label;
    end(work.of, from, work.turn);
    begin(work, copied);
    for (const auto &[old, now] : copied) text.provisions[now.value].was.reset(); // it was what it was before
    for (const auto &[old, now] : copied)
      if (stood[old.value])
        link(all, {work.index, old.value}, {work.index, now.value});
      else
        work.of.lives[now.value].stands.until = work.turn.on;
  }

  // ---- findings

  void unknownInstrument(law::Name name) {
    Diagnostic &d = diagnostics.report(Code::R001, name.range, std::string_view(name.text));
    std::vector<llvm::StringRef> codes;
    for (const auto &[code, list] : textsOf) codes.push_back(code);
    if (const llvm::StringRef near = nearestName(name.text, codes); !near.empty())
      d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), name.range, near.str());
  }

  void alreadyThere(Work &work, Range head, ProvisionId there, ProvisionId parent) {
    const law::Instrument &text = work.text();
    const Life &life = work.of.lives[there.value];
    const uint8_t level = text[there].level;
    const bool runs = level == text.runningLevel();
    Diagnostic &d = diagnostics.report(Code::D006, head, runs ? text.code.text.str() : describe(text, parent),
                                       levelAndLabel(text, level, text[there].label.text), work.turn.on.text());
    if (life.begins.kind == Turn::Kind::None || life.begins.kind == Turn::Kind::Restated)
      d.note("it stands here", text[there].head);
    else
      d.note(fmt::format("since {}, by {}", life.begins.on.text(), life.begins.by), life.begins.where);
  }

  /// What an amendment cites is not there on its day. Said when all is worked in: it may come later.
  void report(const Failure &failure) {
    const law::Instrument &text = all[failure.text].current();
    const Places::Missing &missing = failure.missing;
    if (!missing.label) {
      diagnostics
          .report(Code::R005, missing.range, text.code.text.str(),
                  fmt::format("level `{}`", std::string_view(sources.text(missing.range))))
          .note(fmt::format("the levels of {} are {}", std::string_view(text.code.text),
                            fmt::join(std::vector<std::string_view>(text.levels.begin(), text.levels.end()), ", ")));
      return;
    }
    const std::vector<ProvisionId> ever =
        places.at(failure.text).everLabelled(missing.around, missing.level, missing.label.text);
    const bool twice =
        llvm::any_of(ever, [&](ProvisionId one) { return all[failure.text].lives[one.value].ends.on == failure.on; });
    Diagnostic &d = diagnostics.report(twice ? Code::D007 : Code::D005, missing.range, describe(text, missing.around),
                                       levelAndLabel(text, missing.level, missing.label.text), failure.on.text());
    Losses(files).ofProvision(d, text.range, missing.label.text);
    for (ProvisionId one : ever) noteLife(d, all[failure.text].lives[one.value], failure.on);
    if (!ever.empty()) return;
    std::vector<llvm::StringRef> labels;
    for (const law::Provision &p : text.provisions)
      if (p.level == missing.level && p.label) labels.push_back(p.label.text);
    const llvm::StringRef near = nearestName(missing.label.text, labels);
    if (!near.empty())
      d.fix(fmt::format("did you mean {}?", levelAndLabel(text, missing.level, near)), missing.label.range, near.str());
  }

  /// D007: put in on a day on which what is around it ends, so that it never stands.
  void overridden(const Consolidated &one) {
    const law::Instrument &text = one.current();
    for (uint32_t p = 1; p < text.provisions.size(); ++p) {
      const Life &life = one.lives[p];
      const ProvisionId parent = text.provisions[p].parent;
      if (life.begins.kind != Turn::Kind::Inserted && life.begins.kind != Turn::Kind::Replaced) continue;
      if (one.lives[parent.value].begins.where == life.begins.where &&
          one.lives[parent.value].begins.kind != Turn::Kind::None)
        continue; // it came with that
      for (ProvisionId around = parent; around.value != 0; around = text[around].parent)
        if (const Turn &ends = one.lives[around.value].ends;
            ends.on == life.begins.on && (ends.kind == Turn::Kind::Replaced || ends.kind == Turn::Kind::Repealed)) {
          diagnostics
              .report(Code::D007, life.begins.where, describe(text, parent),
                      levelAndLabel(text, text.provisions[p].level, text.provisions[p].label.text), ends.on.text())
              .note(fmt::format("{} is {} on that day, by {}", describe(text, around), turnWord(ends.kind), ends.by),
                    ends.where);
          break;
        }
    }
  }

  static void noteLife(Diagnostic &d, const Life &life, Date on) {
    if (life.begins.kind != Turn::Kind::None && life.begins.on > on)
      d.note(fmt::format("it is {} only from {}, by {}", turnWord(life.begins.kind), life.begins.on.text(),
                         life.begins.by),
             life.begins.where);
    else if (life.ends.kind != Turn::Kind::None && life.ends.on <= on)
      d.note(fmt::format("it is {} from {}, by {}", turnWord(life.ends.kind), life.ends.on.text(), life.ends.by),
             life.ends.where);
  }

  // ---- order

  /// What was put in stands at the end of the store: it is moved to its place.
  void inOrder(Consolidated &one) {
    if (!one.made) return;
    law::Instrument &text = *one.made;
    std::vector<uint32_t> order{0}, placed(text.provisions.size(), 0);
    auto visit = [&](auto &self, ProvisionId id) -> void {
      for (ProvisionId child : text[id].children) {
        placed[child.value] = static_cast<uint32_t>(order.size());
        order.push_back(child.value);
        self(self, child);
      }
    };
    visit(visit, ProvisionId{0});
    auto move = [&](ProvisionId &id) {
      if (id) id.value = placed[id.value];
    };
    std::vector<law::Provision> provisions;
    std::vector<Life> lives;
    for (uint32_t from : order) {
      law::Provision &p = provisions.emplace_back(std::move(text.provisions[from]));
      move(p.parent);
      for (ProvisionId &child : p.children) move(child);
      Life &life = lives.emplace_back(std::move(one.lives[from]));
      // Lineage within this text; that between texts is found afterwards.
      for (auto *list : {&life.before, &life.next, &life.near})
        for (ProvisionRef &ref : *list) ref.provision = placed[ref.provision];
    }
    text.provisions = std::move(provisions);
    one.lives = std::move(lives);
    for (law::Citation &citation : text.citations) move(citation.at);
    for (law::Accept &accept : text.accepts)
      if (accept.of) move(accept.of->at);
  }

  const std::vector<law::File> &files;
  const Sources &sources;
  Diagnostics &diagnostics;
  std::vector<law::Lost> &failed;
  std::vector<Consolidated> all;
  std::map<llvm::StringRef, std::vector<uint32_t>> textsOf; // by code, in order of time
  std::map<uint32_t, Places> places;
  std::vector<Failure> failures;
};

} // namespace

std::string_view turnWord(Turn::Kind kind) {
  switch (kind) {
  case Turn::Kind::Inserted: return "inserted";
  case Turn::Kind::Repealed: return "repealed";
  case Turn::Kind::Renumbered: return "renumbered";
  default: return "replaced"; // by a provision, or by a new text of the whole
  }
}

std::vector<Consolidated> consolidate(const std::vector<law::File> &files, const Sources &sources,
                                      Diagnostics &diagnostics, std::vector<law::Lost> &failed) {
  return Consolidator(files, sources, diagnostics, failed).run();
}

} // namespace proviso
