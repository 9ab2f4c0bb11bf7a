// `proviso ask`: an interview on a terminal, or with a program that asks in its own way.
#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Interview.h"

#include "emit/TableText.h"
#include "format/Format.h"
#include "syntax/Parse.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <cstdio>
#include <ctime>

namespace proviso {

namespace {

using Json = Interview::Json;

std::optional<std::string> readLine() {
  std::string line;
  for (int c; (c = std::getchar()) != '\n';) {
    if (c == EOF) {
      if (line.empty()) return std::nullopt;
      break;
    }
    line += static_cast<char>(c);
  }
  return llvm::StringRef(line).trim().str();
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &local);
  return text;
}

std::string laidOut(const std::string &scenario) {
  Sources sources;
  sources.add("asked.law", scenario);
  Diagnostics ignored;
  return formatLaw(parse(sources, 0, ignored));
}

Json json(const Question &question, size_t undecided) {
  constexpr const char *kinds[] = {"yes_no", "one_of", "value"};
  Json out{{"at", question.at}, {"text", question.text}, {"kind", kinds[static_cast<size_t>(question.kind)]}};
  if (question.kind == Question::Kind::OneOf) {
    out["choices"] = Json::array();
    for (const auto &[value, label] : question.choices) out["choices"].push_back({{"value", value}, {"text", label}});
  }
  if (!question.form.empty()) out["form"] = question.form;
  if (question.unascertainable) out["unascertainable"] = true;
  out["matters"] = question.matters;
  return {{"format", "proviso-interview/1"}, {"question", std::move(out)}, {"undecided", undecided}};
}

/// One object on each line, both ways.
int withProgram(Interview &interview) {
  auto say = [](const Json &one) {
    print(one.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    std::fflush(stdout);
  };
  auto done = [&] {
    say({{"format", "proviso-interview/1"},
         {"decision", Json::parse(interview.decision(true))},
         {"case", interview.caseJson()},
         {"scenario", laidOut(interview.scenario())},
         {"undecided", interview.undecided()}});
  };
  while (std::optional<Question> question = interview.next()) {
    say(json(*question, interview.undecided()));
    while (true) {
      const std::optional<std::string> line = readLine();
      if (!line) {
        done();
        return Fine;
      }
      std::string why;
      const Json given = Json::parse(*line, nullptr, false);
      const std::string command =
          given.is_object() && given.contains("do") && given["do"].is_string() ? given["do"].get<std::string>() : "";
      if (command == "end") {
        done();
        return Fine;
      }
      if (command == "unknown") {
        interview.leaveUnknown(*question);
        break;
      }
      if (command == "undo") {
        if (interview.undo()) break;
        why = "there is no answer to take back";
      } else if (given.is_object() && given.contains("answer")) {
        if (interview.answer(*question, given["answer"], why)) break;
      } else {
        why = "a line is {\"answer\": ...} or {\"do\": \"unknown\" | \"undo\" | \"end\"}";
      }
      say({{"format", "proviso-interview/1"}, {"error", why}});
    }
  }
  done();
  return Fine;
}

/// What was typed, as an answer to this question; nothing where it can be none.
std::optional<Json> answerOf(const Question &question, llvm::StringRef typed) {
  if (question.unascertainable && typed.equals_insensitive("cannot")) return Json("unascertainable");
  if (question.kind == Question::Kind::YesNo) {
    if (typed.equals_insensitive("y") || typed.equals_insensitive("yes") || typed == "\u662F") return Json(true);
    if (typed.equals_insensitive("n") || typed.equals_insensitive("no") || typed == "\u5426") return Json(false);
    return std::nullopt;
  }
  if (question.kind == Question::Kind::OneOf) {
    size_t number = 0;
    if (!typed.getAsInteger(10, number) && number >= 1 && number <= question.choices.size())
      return question.choices[number - 1].first;
    for (const auto &[value, label] : question.choices)
      if (typed.equals_insensitive(label) || (value.is_string() && typed == value.get<std::string>())) return value;
    return std::nullopt;
  }
  int64_t whole = 0;
  if (!typed.getAsInteger(10, whole)) return Json(whole);
  return Json(typed.str());
}

int withPerson(Interview &interview, const std::string &heading) {
  print(heading +
        "Answer as each question says. `?` asks why it matters, Enter leaves it unknown, `undo` takes the last answer\n"
        "back, `save FILE` keeps the case (.json) or a scenario (.law), `end` ends.\n");
  bool ended = false;
  for (size_t number = 1; !ended; ++number) {
    const std::optional<Question> question = interview.next();
    if (!question) break;
    const bool day = question->at == "/date";
    std::string text = fmt::format("\n{}. {}?", number, question->text);
    if (question->kind == Question::Kind::YesNo) text += "  [y/n";
    if (question->kind == Question::Kind::Value)
      text += fmt::format("  [{}", day ? "Enter: today, " + today() : question->form);
    if (question->kind == Question::Kind::OneOf) {
      for (size_t i = 0; i < question->choices.size(); ++i)
        text += fmt::format("\n     {}  {}", i + 1, question->choices[i].second);
      text += fmt::format("\n   [1..{}", question->choices.size());
    }
    text += question->unascertainable ? ", or `cannot` be established]\n" : "]\n";
    print(text);
    while (true) {
      print("> ");
      std::fflush(stdout);
      const std::optional<std::string> line = readLine();
      if (!line || *line == "end" || *line == "q") {
        print("\n");
        ended = true;
        break;
      }
      const llvm::StringRef typed(*line);
      if (typed == "?" || typed == "why") {
        print(fmt::format("   It matters for {}; {} undecided.\n", fmt::join(question->matters, ", "),
                          interview.undecided()));
        continue;
      }
      if (typed.startswith("save ")) {
        const std::string file = typed.drop_front(5).trim().str();
        const bool scenario = llvm::StringRef(file).endswith(".law");
        writeFile(file, scenario ? laidOut(interview.scenario())
                                 : interview.caseJson().dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        print(fmt::format("   {} kept in {}\n", scenario ? "A scenario is" : "The case is", file));
        continue;
      }
      if (typed == "undo" || typed == "u") {
        if (interview.undo()) {
          number = number < 2 ? 0 : number - 2;
          break;
        }
        print("   There is no answer to take back.\n");
        continue;
      }
      if (typed.empty() && !day) {
        interview.leaveUnknown(*question);
        break;
      }
      std::string why;
      const std::optional<Json> answer = typed.empty() ? Json(today()) : answerOf(*question, typed);
      if (!answer) why = "that is none of the answers";
      if (answer && interview.answer(*question, *answer, why)) break;
      print(fmt::format("   {}.\n", why));
    }
  }
  print("\n" + interview.decision(false));
  if (const size_t left = interview.undecided())
    print(fmt::format("\n{} undecided, as the answers stand.\n",
                      left == 1 ? "1 thing is" : fmt::format("{} things are", left)));
  return Fine;
}

} // namespace

int askCommand(const CommonOptions &common, const std::string &citation) {
  CompileOptions compiling = compileOptions(common);
  compiling.staleAllowed = true;
  const auto c = compile(common.paths, std::move(compiling));
  if (reported(common, *c)) return Errors;
  const std::optional<Date> day = dayOf(common.asOf);
  Diagnostics diagnostics;
  const std::vector<ProvisionRef> targets = resolveText(*c->history, c->sources, citation, day, diagnostics);
  if (targets.empty()) {
    reportTyped(diagnostics);
    return Errors;
  }
  std::vector<const ProvisionTable *> tables;
  for (ProvisionRef target : targets)
    for (const ProvisionTable *one : tablesOf(*c, target))
      if (!llvm::is_contained(tables, one)) tables.push_back(one);
  if (tables.empty()) {
    fmt::print(stderr, "{} imposes nothing, so that there is nothing to ask\n", c->history->citation(targets.front()));
    return Errors;
  }
  const Tables compiled = loadTables(*c);
  std::string heading;
  for (const ProvisionTable *one : tables) {
    const ir::Provision &p = c->program.provisions[one->provision];
    heading +=
        fmt::format("{}{}, {}\n", p.citation, p.title.empty() ? "" : fmt::format(" \"{}\"", p.title), spanText(p.span));
  }
  Interview interview(*c, compiled, tables);
  return common.format == Format::Json ? withProgram(interview) : withPerson(interview, heading);
}

} // namespace proviso
