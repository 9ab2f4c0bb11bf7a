// `eval --batch`: many cases, read and decided piece by piece. What is held in memory does not grow with the input.
#include "cli/CaseColumns.h"
#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Progress.h"
#include "source/Parallel.h"

#include "proviso/Plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace proviso {

using Json = nlohmann::json;
using layout::Section;

namespace {

constexpr size_t pieceBytes = size_t(1) << 20;

/// Bytes that are written over: no string, which would write zeros first.
struct Buffer {
  std::unique_ptr<char[]> bytes;
  size_t size = 0, capacity = 0;
  char *room(size_t more) {
    if (size + more > capacity) {
      capacity = std::max(size + more, capacity * 2);
      std::unique_ptr<char[]> wider(new char[capacity]);
      std::copy_n(bytes.get(), size, wider.get());
      bytes = std::move(wider);
    }
    return bytes.get() + size;
  }
  void add(const std::string &more) {
    std::copy(more.begin(), more.end(), room(more.size()));
    size += more.size();
  }
  llvm::StringRef text() const { return {bytes.get(), size}; }
};

/// Reads a file, or standard input, in pieces that end where a record ends.
class Pieces {
public:
  Pieces(const std::string &path, bool lines, size_t recordMiB) : path(path), lines(lines), recordMiB(recordMiB) {
    file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
    struct stat about {};
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode)) size = static_cast<size_t>(about.st_size);
  }
  ~Pieces() {
    if (file > STDERR_FILENO) ::close(file);
  }
  Pieces(const Pieces &) = delete;
  Pieces &operator=(const Pieces &) = delete;

  size_t bytes() const { return size; } // 0: not known
  bool isSameAs(const std::string &other) const {
    struct stat ours {
    }, theirs{};
    return ::fstat(file, &ours) == 0 && ::stat(other.c_str(), &theirs) == 0 && S_ISREG(ours.st_mode) &&
           ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
  }

  /// The next piece in place of what is there; empty at the end.
  void next(Buffer &piece) {
    piece.size = 0;
    piece.add(rest);
    rest.clear();
    while (!ended) {
      char *const to = piece.room(pieceBytes);
      const ssize_t got = ::read(file, to, pieceBytes);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
      piece.size += static_cast<size_t>(got);
      if (got == 0) {
        ended = true;
        break;
      }
      if (piece.size < pieceBytes) continue; // a pipe gives little at a time
      const llvm::StringRef all = piece.text();
      size_t end = 0;
      if (lines) {
        const size_t last = all.rfind('\n');
        end = last == llvm::StringRef::npos ? 0 : last + 1;
      } else {
        end = endOfLastRecord(all, ',');
      }
      if (end == 0 && all.size() > recordMiB << 20)
        throw EnvironmentError(
            fmt::format("{}: a record is longer than `--limit record={}` (MiB) allows; is a quoted field not closed?",
                        path, recordMiB));
      if (end != 0) {
        rest = all.substr(end).str();
        piece.size = end;
        break;
      }
    }
  }

private:
  std::string path;
  bool lines;
  size_t recordMiB;
  int file = -1;
  size_t size = 0;
  bool ended = false;
  std::string rest;
};

/// What a verdict says, as it is written.
struct VerdictText {
  bool made = false, amounts = false; // amounts: they hang on the case
  std::array<std::string, 4> lists;   // as they stand in the output
  std::array<bool, 4> quoted = {};    // in CSV: they must stand in quotes
};
enum List : size_t { Applies, Imposes, Open, Aside };
constexpr std::array<const char *, 4> listNames = {"applies", "imposes", "open", "set_aside"};

class Writer {
public:
  Writer(const Tables &tables, bool json) : tables(tables), json(json) {}

  bool hangsOnCase(uint32_t outcome) const {
    for (uint32_t column : {layout::outcomes::Low, layout::outcomes::High})
      if (const uint32_t expr = tables.word(Section::Outcomes, outcome, column);
          expr != 0 && static_cast<layout::ExprOp>(tables.word(Section::Exprs, expr - 1, layout::exprs::Op)) !=
                           layout::ExprOp::Constant)
        return true;
    const uint32_t first = tables.word(Section::Outcomes, outcome, layout::outcomes::FirstBranch);
    for (uint32_t i = 0; i < tables.word(Section::Outcomes, outcome, layout::outcomes::BranchCount); ++i)
      if (hangsOnCase(tables.word(Section::Branches, first + i, layout::branches::Outcome))) return true;
    return false;
  }

  VerdictText text(const Plan &plan, const Verdict &verdict, const BoundCase &bound) const {
    VerdictText result;
    result.made = true;
    const std::string citation(tables.text(Section::Provisions, verdict.provision, layout::provisions::Citation));
    const std::string id(tables.text(Section::Provisions, verdict.provision, layout::provisions::Id));
    auto entry = [&](Json more) {
      Json one{{"provision", id}, {"citation", citation}};
      if (!more.is_null()) one.update(more);
      return one.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    std::vector<std::string> said[4];
    auto say = [&](List list, std::string text) {
      if (std::find(said[list].begin(), said[list].end(), text) == said[list].end())
        said[list].push_back(std::move(text));
    };
    switch (verdict.status) {
    case Status::Undetermined:
      // That it is open only because nothing at all is known of its matter says nothing.
      if (!verdict.nothingKnown) say(Open, json ? entry(nullptr) : citation);
      break;
    case Status::Displaced:
    case Status::Exempt:
    case Status::Barred: {
      const char *word = verdict.status == Status::Displaced ? "displaced"
                         : verdict.status == Status::Exempt  ? "exempt"
                                                             : "barred";
      say(Aside, json ? entry({{"status", word}}) : fmt::format("{}: {}", citation, word));
      break;
    }
    default: say(Applies, json ? entry(nullptr) : citation);
    }
    for (const Verdict::Effect &effect : verdict.effects) {
      if (verdict.status == Status::Undetermined) break;
      const BoundCase::Person *person = effect.person == 0 ? nullptr : &plan.persons()[effect.person - 1];
      std::string words, on;
      for (size_t i = 0; i < effect.outcomes.size(); ++i) {
        words += (i ? ", or " : "") + outcomeText(bound, effect.outcomes[i], person);
        result.amounts = result.amounts || hangsOnCase(effect.outcomes[i]);
      }
      const bool settled = effect.outcomes.size() == 1 && !effect.maybeNothing;
      if (effect.maybeNothing) words += ", or nothing";
      if (person)
        for (uint32_t role = 0; role < person->roles.size() && on.empty(); ++role)
          if (addresses(effect.outcomes.front(), role)) on = tables.text(Section::Roles, role, layout::roles::Name);
      // Several persons of whom the same is said are one.
      say(settled ? Imposes : Open,
          json ? entry({{"on", on.empty() ? "subject" : on}, {settled ? "outcome" : "one_of", words}})
               : fmt::format("{}{}: {}", citation, on.empty() ? "" : " on " + on, words));
    }
    for (size_t list = 0; list < 4; ++list) {
      const std::string all = fmt::format("{}", fmt::join(said[list], json ? "," : "; "));
      if (json)
        result.lists[list] = all;
      else
        result.quoted[list] = escapeCsv(all, result.lists[list]);
    }
    return result;
  }

private:
  bool addresses(uint32_t outcome, uint32_t role) const {
    const std::string all =
        "," + std::string(tables.text(Section::Outcomes, outcome, layout::outcomes::Addressee)) + ",";
    return all.find("," + std::string(tables.text(Section::Roles, role, layout::roles::Name)) + ",") !=
           std::string::npos;
  }

  const Tables &tables;
  const bool json;
};

/// Plans by the law of a day; those for subjects that were known when they were made.
class PlanBook {
public:
  PlanBook(const Tables &tables, const CaseHead &head) : tables(tables), head(head) {}

  /// Null where the head names what is not there: `errors` says so. Not for several threads at once.
  std::shared_ptr<const Plan> of(Date day, std::vector<std::string> &errors) {
    if (head.subjects.size() != subjects) plans.clear();
    subjects = head.subjects.size();
    for (const auto &plan : plans)
      if (plan->span().contains(day)) return plan;
    CaseForm form = head.form;
    form.day = head.act ? *Date::of(1, 1, 1) : day; // the day of the decision is that of the act, where none is told
    std::shared_ptr<const Plan> plan = Plan::make(tables, form, day, errors);
    if (!plan) return nullptr;
    if (plans.size() == mostPlans) plans.erase(plans.begin());
    plans.push_back(plan);
    return plan;
  }
  /// The head is known to be right.
  std::shared_ptr<const Plan> of(Date day) {
    std::vector<std::string> errors;
    auto plan = of(day, errors);
    if (!plan) throw EnvironmentError(fmt::format("{}", fmt::join(errors, "\n")));
    return plan;
  }

private:
  static constexpr size_t mostPlans = 64;
  const Tables &tables;
  const CaseHead &head;
  size_t subjects = 0;
  std::vector<std::shared_ptr<const Plan>> plans;
};

/// What is made once for a plan, by one who decides.
struct Deciding {
  std::shared_ptr<const Plan> plan;
  CaseWorker worker;
  std::deque<VerdictText> texts;   // by id; those of a case are held while others are added
  std::vector<VerdictText> always; // of Plan::always
  Decisions decisions;
  explicit Deciding(std::shared_ptr<const Plan> of) : plan(std::move(of)), worker(*plan) {}
};

/// A piece on its way.
struct Work {
  std::vector<std::unique_ptr<Deciding>> by;
  Buffer buffer;
  llvm::StringRef text;
  size_t firstLine = 1;
  std::unique_ptr<CaseCells> cells;
  std::vector<uint32_t> lines; // by row
  std::vector<llvm::StringRef> ids;
  std::deque<std::string> idCopies;
  std::vector<std::pair<uint32_t, std::string>> mistakes; // by row
  std::vector<std::string> newSubjects;
  std::string stopped;                            // the rest cannot be read
  std::vector<std::shared_ptr<const Plan>> plans; // by row of `planOf`
  std::vector<uint16_t> planOf;
  std::string out;
  size_t decided = 0, wrong = 0, stopLine = 0;
};

class Batch {
public:
  Batch(const CommonOptions &common, const BatchOptions &options, const Tables &tables)
      : common(common), options(options), tables(tables), json(common.format == Format::Json), writer(tables, json) {}

  int run() {
    const bool lines = llvm::StringRef(options.file).endswith(".jsonl") ||
                       llvm::StringRef(options.file).endswith(".ndjson") || options.jsonLines;
    Pieces pieces(options.file, lines, common.limits.record);
    if (pieces.isSameAs(options.output))
      throw EnvironmentError(fmt::format("--output {} is the input", options.output));
    const unsigned jobs = options.jobs ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    Progress progress("deciding", std::max<size_t>(1, pieces.bytes() / pieceBytes));
    std::vector<Work> window(jobs * 2);
    size_t line = 1;
    bool first = true, goOn = true;
    while (goOn) {
      size_t count = 0;
      for (; count < window.size(); ++count) {
        Work &work = window[count];
        pieces.next(work.buffer);
        work.text = work.buffer.text();
        if (work.text.empty()) break;
        work.firstLine = line;
        line += static_cast<size_t>(std::count(work.text.begin(), work.text.end(), '\n'));
        progress.step();
        if (first && !lines && !readHead(work)) return Errors;
        first = false;
      }
      if (count == 0) break;
      if (lines)
        inParallel(
            count, [&](size_t i) { decideLines(window[i]); }, jobs);
      else
        decideRecords(window, count, jobs);
      for (size_t i = 0; i < count && goOn; ++i) goOn = write(window[i]);
    }
    progress.end();
    if (first && !lines) {
      fmt::print(stderr, "{}: error: there is no head\n", options.file);
      return Errors;
    }
    close();
    if (wrong != 0)
      fmt::print(stderr, "{} decided, {} not{}\n", plural(decided, "case"), wrong,
                 options.onError == "stop" ? fmt::format("; stopped: --from-line {} goes on behind it", stoppedAt + 1)
                                           : "");
    return wrong ? Errors : Fine;
  }

private:
  // ---- CSV

  bool readHead(Work &work) {
    const size_t begin = work.text.startswith("\xEF\xBB\xBF") ? 3 : 0;
    CsvReader reader(work.text, ',', begin);
    std::vector<CsvField> record;
    std::vector<std::string> errors;
    if (reader.next(record))
      head = CaseHead::read(record, tables, options.id, options.silenceIsFalse, errors);
    else
      errors.push_back(reader.mistake() ? reader.mistake() : "there is no head");
    if (head && !head->act && !common.asOf)
      errors.push_back("there is no column `date`, and no --as-of that says the day");
    if (head && head->act && common.asOf) errors.push_back("--as-of is for cases without a column `date`");
    if (head && !head->act) fixedDay = *dayOf(common.asOf);
    if (head && errors.empty()) { // names are looked up before there is a case
      book.emplace(tables, *head);
      book->of(head->act ? *Date::of(2020, 1, 1) : fixedDay, errors);
    }
    for (const std::string &one : errors) fmt::print(stderr, "{}:1: error: {}\n", options.file, one);
    if (!errors.empty()) return false;
    work.firstLine += reader.linesBefore();
    work.text = work.text.drop_front(reader.offset());
    if (options.fromLine <= 1 && !json)
      writeOut(fmt::format("line,{}applies,imposes,open,set_aside,error\n", head->id ? "case," : ""));
    return true;
  }

  void parse(Work &work) {
    if (!work.cells) work.cells = std::make_unique<CaseCells>(*head);
    work.cells->clear();
    work.lines.clear();
    work.ids.clear();
    work.idCopies.clear();
    work.mistakes.clear();
    work.newSubjects.clear();
    work.stopped.clear();
    CsvReader reader(work.text, ',');
    std::vector<CsvField> record;
    while (true) {
      const size_t line = work.firstLine + reader.linesBefore();
      if (!reader.next(record)) break;
      if (line < options.fromLine || (record.size() == 1 && record[0].text.empty())) continue;
      std::string mistake = work.cells->add(*head, record, work.newSubjects);
      if (!mistake.empty()) work.mistakes.emplace_back(static_cast<uint32_t>(work.lines.size()), std::move(mistake));
      work.lines.push_back(static_cast<uint32_t>(line));
      if (!head->id) continue;
      llvm::StringRef id = *head->id < record.size() ? record[*head->id].text : llvm::StringRef();
      if (!id.empty() && (id.data() < work.text.data() || id.data() >= work.text.data() + work.text.size()))
        id = work.idCopies.emplace_back(id.str()); // it was put together, and lasts for its record only
      work.ids.push_back(id);
    }
    if (reader.mistake())
      work.stopped = fmt::format("{}:{}: error: {}", options.file,
                                 work.firstLine + static_cast<size_t>(std::count(
                                                      work.text.data(), work.text.data() + reader.mistakeAt(), '\n')),
                                 reader.mistake());
  }

  void decideRecords(std::vector<Work> &window, size_t count, unsigned jobs) {
    auto parseAll = [&] {
      inParallel(
          count, [&](size_t i) { parse(window[i]); }, jobs);
    };
    parseAll();
    bool again = false;
    for (size_t i = 0; i < count; ++i)
      for (const std::string &one : window[i].newSubjects) {
        again = true;
        if (!head->subjects.count(one)) head->addSubject(one, tables);
      }
    if (again) parseAll();
    for (size_t i = 0; i < count; ++i) plans(window[i]);
    inParallel(
        count, [&](size_t i) { decide(window[i]); }, jobs);
  }

  /// Which plan decides each row.
  void plans(Work &work) {
    work.plans.clear();
    work.planOf.assign(work.lines.size(), 0);
    const size_t date = head->act.value_or(0);
    for (uint32_t row = 0; row < work.lines.size(); ++row) {
      const Date day = head->act ? work.cells->act(*head, row) : fixedDay;
      if (head->act && !work.cells->known(date, row)) continue;
      size_t p = 0;
      if (row > 0 && !work.plans.empty() && work.plans[work.planOf[row - 1]]->span().contains(day)) {
        p = work.planOf[row - 1];
      } else {
        while (p < work.plans.size() && !work.plans[p]->span().contains(day)) ++p;
        if (p == work.plans.size()) work.plans.push_back(book->of(day));
      }
      work.planOf[row] = static_cast<uint16_t>(p);
    }
    if (work.plans.empty() && !work.lines.empty()) work.plans.push_back(book->of(fixedDay));
  }

  void decide(Work &work) {
    work.out.clear();
    work.decided = work.wrong = 0;
    struct Part {
      std::vector<ColumnCells> cells;
      std::unique_ptr<CaseCells> taken;
      Deciding *by = nullptr;
    };
    std::vector<Part> parts(work.plans.size());
    std::erase_if(work.by, [&](const auto &one) { // those of no use any more
      return std::find(work.plans.begin(), work.plans.end(), one->plan) == work.plans.end();
    });
    std::vector<uint32_t> rowIn(work.lines.size()); // in its part
    for (size_t p = 0; p < parts.size(); ++p) {
      Part &part = parts[p];
      const CaseCells *cells = work.cells.get();
      if (parts.size() > 1) {
        std::vector<uint32_t> rows;
        for (uint32_t row = 0; row < work.lines.size(); ++row)
          if (work.planOf[row] == p) {
            rowIn[row] = static_cast<uint32_t>(rows.size());
            rows.push_back(row);
          }
        part.taken = std::make_unique<CaseCells>(*head);
        part.taken->take(*work.cells, rows);
        cells = part.taken.get();
      } else {
        for (uint32_t row = 0; row < rowIn.size(); ++row) rowIn[row] = row;
      }
      part.cells = cells->cells();
      const auto had =
          std::find_if(work.by.begin(), work.by.end(), [&](const auto &one) { return one->plan == work.plans[p]; });
      part.by =
          had != work.by.end() ? had->get() : work.by.emplace_back(std::make_unique<Deciding>(work.plans[p])).get();
      part.by->worker.decide(part.cells.data(), cells->size(), part.by->decisions);
    }
    size_t mistake = 0;
    std::vector<const VerdictText *> said;
    for (uint32_t row = 0; row < work.lines.size(); ++row) {
      std::string error;
      if (mistake < work.mistakes.size() && work.mistakes[mistake].first == row)
        error = work.mistakes[mistake++].second;
      const Plan &plan = *work.plans[work.planOf[row]];
      Part &part = parts[work.planOf[row]];
      const Decisions::Ids ids = part.by->decisions[rowIn[row]];
      if (error.empty() && head->act && !work.cells->known(*head->act, row)) error = "there is no `date`";
      if (error.empty() && ids.size() == 1 && *ids.begin() == Plan::contradictory)
        error = "the facts contradict what the vocabulary says always holds";
      if (error.empty() && ids.size() == 1 && *ids.begin() == Plan::invalid)
        error = "the day of the decision is before the day of the act";
      if (error.empty() && ids.size() == 1 && *ids.begin() == Plan::notComputed)
        error = "a comparison cannot be computed: it is too large, or divides by zero (--case says which)";
      if (!error.empty()) {
        ++work.wrong;
        if (options.onError == "skip") continue;
        line(work, row, {}, error);
        if (options.onError == "stop") {
          work.stopped = fmt::format("{}:{}: error: {}", options.file, work.lines[row], error);
          work.stopLine = work.lines[row];
          return;
        }
        continue;
      }
      ++work.decided;
      said.clear();
      auto say = [&](VerdictText &text, const Verdict &verdict) {
        if (!text.made || text.amounts)
          text = writer.text(plan, verdict, part.by->worker.caseOf(part.cells.data(), rowIn[row]));
        said.push_back(&text);
      };
      part.by->always.resize(plan.always().size());
      for (size_t i = 0; i < plan.always().size(); ++i)
        if (const Verdict &verdict = plan.always()[i]; !verdict.nothingKnown && llvm::none_of(ids, [&](uint32_t id) {
              return plan.verdict(id).provision == verdict.provision;
            }))
          say(part.by->always[i], verdict);
      for (uint32_t id : ids) {
        if (part.by->texts.size() <= id) part.by->texts.resize(id + 1);
        say(part.by->texts[id], plan.verdict(id));
      }
      line(work, row, said, "");
    }
  }

  void line(Work &work, uint32_t row, llvm::ArrayRef<const VerdictText *> said, std::string_view error) const {
    std::string &out = work.out;
    if (json) {
      fmt::format_to(std::back_inserter(out), "{{\"line\":{}", work.lines[row]);
      if (head->id) out += ",\"case\":" + asJson(work.ids[row].str());
      if (!error.empty()) {
        out += ",\"error\":" + asJson(std::string(error)) + "}\n";
        return;
      }
      for (size_t list = 0; list < 4; ++list) {
        out += list ? "],\"" : ",\"";
        out += listNames[list];
        out += "\":[";
        put(out, said, list, ",");
      }
      out += "]}\n";
      return;
    }
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, work.lines[row]).ptr;
    out.append(digits, static_cast<size_t>(end - digits));
    if (head->id) out += ',' + csvField(work.ids[row]);
    for (size_t list = 0; list < 4; ++list) {
      const bool quoted = llvm::any_of(said, [&](const VerdictText *one) { return one->quoted[list]; });
      out += quoted ? ",\"" : ",";
      put(out, said, list, "; ");
      if (quoted) out += '"';
    }
    out += ',' + csvField(llvm::StringRef(error.data(), error.size())) + '\n';
  }

  static std::string asJson(std::string text) {
    return Json(std::move(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  static void put(std::string &out, llvm::ArrayRef<const VerdictText *> said, size_t list, const char *between) {
    bool first = true;
    for (const VerdictText *one : said) {
      if (one->lists[list].empty()) continue;
      if (!first) out += between;
      out += one->lists[list];
      first = false;
    }
  }

  // ---- JSON lines

  void decideLines(Work &work) {
    work.out.clear();
    work.stopped.clear();
    work.decided = work.wrong = 0;
    size_t line = work.firstLine;
    for (llvm::StringRef rest = work.text; !rest.empty(); ++line) {
      const auto [text, more] = rest.split('\n');
      rest = more;
      if (line < options.fromLine || text.trim().empty()) continue;
      std::vector<std::string> errors;
      std::optional<BoundCase> bound;
      if (auto read = readCase(text.str(), errors)) {
        if (const auto day = dayOf(common.asOf)) {
          read->date = *day;
          read->decided = std::max(read->decided, *day);
        }
        read->silenceIsFalse = read->silenceIsFalse || options.silenceIsFalse;
        bound = BoundCase::bind(tables, *read, errors);
      }
      Json one{{"line", line}};
      std::string decision;
      if (bound) {
        const Decision decided = proviso::decide(*bound, decideOptions(common));
        if (decided.contradictory)
          errors.push_back("the facts contradict what the vocabulary says always holds");
        else
          decision =
              Json::parse(decisionJson(*bound, decided, false)).dump(-1, ' ', false, Json::error_handler_t::replace);
      }
      if (errors.empty()) {
        ++work.decided;
        fmt::format_to(std::back_inserter(work.out), "{{\"line\":{},\"decision\":{}}}\n", line, decision);
        continue;
      }
      ++work.wrong;
      if (options.onError == "skip") continue;
      one["errors"] = errors;
      work.out += one.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
      if (options.onError == "stop") {
        work.stopped = fmt::format("{}:{}: error: {}", options.file, line, errors.front());
        work.stopLine = line;
        return;
      }
    }
  }

  // ---- output

  /// When there is something to write: what is at fault before leaves the file as it was.
  void open() {
    if (file || options.output.empty()) return;
    file = std::fopen(options.output.c_str(), options.fromLine > 1 ? "ab" : "wb");
    if (!file) throw EnvironmentError(fmt::format("{}: {}", options.output, std::strerror(errno)));
  }

  void writeOut(const std::string &text) {
    open();
    if (std::fwrite(text.data(), 1, text.size(), file ? file : stdout) != text.size()) cannotWrite();
  }

  [[noreturn]] void cannotWrite() const {
    throw EnvironmentError(fmt::format("{}: {}; what is there is whole up to the last line break",
                                       options.output.empty() ? "standard output" : options.output,
                                       std::strerror(errno)));
  }

  void close() {
    if (std::fflush(file ? file : stdout) != 0) cannotWrite();
    if (file && std::fclose(file) != 0) {
      file = nullptr;
      cannotWrite();
    }
  }

  /// False: no more is to be decided.
  bool write(Work &work) {
    writeOut(work.out);
    decided += work.decided;
    wrong += work.wrong;
    if (work.stopped.empty()) return true;
    fmt::print(stderr, "{}\n", work.stopped);
    if (options.onError == "stop") stoppedAt = work.stopLine;
    if (work.wrong == 0) ++wrong;
    return false;
  }

  const CommonOptions &common;
  const BatchOptions &options;
  const Tables &tables;
  const bool json;
  Writer writer;
  std::optional<CaseHead> head;
  std::optional<PlanBook> book;
  Date fixedDay;
  std::FILE *file = nullptr;
  size_t decided = 0, wrong = 0, stoppedAt = 0;
};

} // namespace

int batchCommand(const CommonOptions &common, const BatchOptions &options, const Tables &tables) {
  return Batch(common, options, tables).run();
}

} // namespace proviso
