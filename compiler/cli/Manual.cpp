#include "cli/Manual.h"

#include "cli/Commands.h"
#include "diagnostics/Diagnostics.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <vector>

namespace proviso {

namespace {

struct Named {
  std::string name; // `check`, `table check`
  const CLI::App *app;
};

std::vector<const CLI::App *> commandsOf(const CLI::App &app) {
  std::vector<const CLI::App *> list = app.get_subcommands([](const CLI::App *) { return true; });
  return list;
}

/// Those that do something; one that only holds others is left out.
std::vector<Named> allCommands(const CLI::App &app) {
  std::vector<Named> list;
  for (const CLI::App *one : commandsOf(app)) {
    const auto inner = commandsOf(*one);
    if (inner.empty()) list.push_back({one->get_name(), one});
    for (const CLI::App *other : inner) list.push_back({one->get_name() + " " + other->get_name(), other});
  }
  return list;
}

struct Option {
  std::vector<std::string> names; // with their dashes; none: an argument
  std::string argument;           // what stands for the value; empty: none is taken
  std::vector<std::string> values;
  std::string description;
  bool optionalValue = false;
};

std::vector<Option> optionsOf(const CLI::App &app) {
  std::vector<Option> list;
  for (const CLI::Option *one : app.get_options([](const CLI::Option *) { return true; })) {
    Option option;
    for (const std::string &name : one->get_snames()) option.names.push_back("-" + name);
    for (const std::string &name : one->get_lnames()) option.names.push_back("--" + name);
    llvm::StringRef text(one->get_option_text());
    option.optionalValue = text.consume_front("[");
    text.consume_back("]");
    if (one->get_items_expected_max() != 0) option.argument = text.trim().empty() ? "VALUE" : text.trim().str();
    if (text == "LIST") option.values = artefactNames();
    if (!text.empty() && llvm::all_of(text, [](char c) { return 'a' <= c && c <= 'z'; })) option.values = {text.str()};
    if (text.contains('|')) {
      llvm::SmallVector<llvm::StringRef, 8> values;
      text.split(values, '|');
      for (llvm::StringRef value : values) option.values.push_back(value.str());
    }
    if (option.names.empty()) option.argument = one->get_name(true);
    option.description = one->get_description();
    std::replace(option.description.begin(), option.description.end(), '\n', ' ');
    list.push_back(std::move(option));
  }
  return list;
}

/// In single quotes of a shell.
std::string quoted(std::string text) {
  for (size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4) text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

std::string firstSentence(const std::string &text) { return text.substr(0, text.find(". ")); }

bool isFolder(const Option &option) { return option.argument == "DIR"; }
bool isFile(const Option &option) { return option.argument == "FILE" || option.argument == "..."; }

std::string codes() {
  std::string list;
  for (const CodeEntry &one : codeTable()) list += fmt::format("{}{}", list.empty() ? "" : " ", one.name);
  return list;
}

std::string bash(const CLI::App &app) {
  std::string commands, values, names;
  for (const CLI::App *one : commandsOf(app)) commands += (commands.empty() ? "" : " ") + one->get_name();
  for (const Named &command : allCommands(app)) {
    std::string all;
    for (const Option &option : optionsOf(*command.app))
      for (const std::string &name : option.names) {
        all += (all.empty() ? "" : " ") + name;
        if (!option.values.empty())
          values += fmt::format("    '{} {}') COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", command.name,
                                name, fmt::join(option.values, " "));
        else if (isFolder(option))
          values += fmt::format("    '{} {}') COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n", command.name, name);
        else if (!option.argument.empty() && !isFile(option))
          values += fmt::format("    '{} {}') return ;;\n", command.name, name);
      }
    names += fmt::format("    '{}') words='{}' ;;\n", command.name, all);
  }
  std::string inner;
  for (const CLI::App *one : commandsOf(app))
    if (const auto list = commandsOf(*one); !list.empty()) {
      std::string within;
      for (const CLI::App *other : list) within += (within.empty() ? "" : " ") + other->get_name();
      inner +=
          fmt::format("  if [[ $command == {0} ]]; then\n"
                      "    if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W '{1}' -- \"$word\")); return; fi\n"
                      "    command+=\" ${{COMP_WORDS[2]}}\"\n  fi\n",
                      one->get_name(), within);
    }
  return fmt::format(R"(# Completions of proviso for bash, made by `proviso completion bash`.
_proviso() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} words=
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W '{} --help --version' -- "$word")); return; fi
{}  case "$command $before" in
{}  esac
  if [[ $command == explain ]]; then COMPREPLY=($(compgen -W '{}' -- "${{word^^}}")); return; fi
  case $command in
{}  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _proviso proviso
)",
                     commands, inner, values, codes(), names);
}

std::string zsh(const CLI::App &app) {
  auto described = [](const std::string &text) {
    std::string out;
    for (char c : text) out += c == ':' || c == '[' || c == ']' ? fmt::format("\\{}", c) : std::string(1, c);
    return out;
  };
  std::string commands, cases;
  for (const CLI::App *one : commandsOf(app))
    commands +=
        fmt::format("    {}\n", quoted(one->get_name() + ":" + described(firstSentence(one->get_description()))));
  for (const Named &command : allCommands(app)) {
    std::string specs;
    for (const Option &option : optionsOf(*command.app))
      for (const std::string &name : option.names) {
        std::string spec = fmt::format("{}[{}]", name, described(option.description));
        if (!option.values.empty())
          spec += fmt::format(":value:({})", fmt::join(option.values, " "));
        else if (!option.argument.empty())
          spec += fmt::format("{}:{}:{}", option.optionalValue ? ":" : "",
                              option.argument == "..." ? "file" : described(option.argument),
                              isFolder(option) ? "_files -/"
                              : isFile(option) ? "_files"
                                               : " ");
        specs += " \\\n        " + quoted(spec);
      }
    const std::string rest = command.name == "explain" ? fmt::format("*:code:({})", codes()) : "*:file:_files";
    cases += fmt::format("    {})\n      _arguments{} \\\n        {} ;;\n", quoted(command.name), specs, quoted(rest));
  }
  std::string inner;
  for (const CLI::App *one : commandsOf(app))
    if (const auto list = commandsOf(*one); !list.empty()) {
      std::string within;
      for (const CLI::App *other : list) within += " " + other->get_name();
      inner += fmt::format("  if [[ $command == {0} ]]; then\n    if (( CURRENT == 3 )); then compadd{1}; return; fi\n"
                           "    command+=\" $words[3]\"\n  fi\n",
                           one->get_name(), within);
    }
  return fmt::format(R"(#compdef proviso
# Completions of proviso for zsh, made by `proviso completion zsh`.
_proviso() {{
  local -a commands=(
{}  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
{}  case $command in
{}  esac
}}
_proviso "$@"
)",
                     commands, inner, cases);
}

std::string fish(const CLI::App &app) {
  std::string out = "# Completions of proviso for fish, made by `proviso completion fish`.\n";
  for (const CLI::App *one : commandsOf(app))
    out += fmt::format("complete -c proviso -n __fish_use_subcommand -f -a {} -d {}\n", one->get_name(),
                       quoted(firstSentence(one->get_description())));
  for (const CLI::App *one : commandsOf(app))
    for (const CLI::App *other : commandsOf(*one))
      out += fmt::format("complete -c proviso -n '__fish_seen_subcommand_from {}' -f -a {} -d {}\n", one->get_name(),
                         other->get_name(), quoted(firstSentence(other->get_description())));
  for (const Named &command : allCommands(app)) {
    const std::string first = command.name.substr(0, command.name.find(' '));
    for (const Option &option : optionsOf(*command.app))
      for (const std::string &name : option.names) {
        out += fmt::format("complete -c proviso -n '__fish_seen_subcommand_from {}' {} {}", first,
                           name.rfind("--", 0) == 0 ? "-l" : "-s", name.substr(name.rfind('-') == 0 ? 1 : 2));
        if (!option.values.empty())
          out += fmt::format(" -x -a '{}'", fmt::join(option.values, " "));
        else if (isFolder(option) || isFile(option))
          out += " -r";
        else if (!option.argument.empty())
          out += " -x";
        out += fmt::format(" -d {}\n", quoted(option.description));
      }
  }
  return out + fmt::format("complete -c proviso -n '__fish_seen_subcommand_from explain' -f -a '{}'\n", codes());
}

// ---- manual pages

/// For roff: a line that begins with a dot or an apostrophe would be a request, and a dash a hyphen.
std::string roff(llvm::StringRef text) {
  std::string out;
  bool begins = true;
  for (char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    begins = c == '\n';
  }
  return out;
}

std::string examples(const CLI::App &app) {
  const std::string footer = app.get_footer();
  llvm::StringRef text(footer);
  llvm::SmallVector<llvm::StringRef, 4> lines;
  text.split(lines, '\n');
  std::string out;
  for (llvm::StringRef line : lines) {
    line = line.trim();
    line.consume_front("Examples:");
    line.consume_front("Example:");
    if (line = line.trim(); line.startswith("proviso "))
      out += fmt::format(".PP\n.nf\n.RS\n{}\n.RE\n.fi\n", roff(line));
  }
  return out;
}

} // namespace

std::string completionsFor(const std::string &shell, const CLI::App &app) {
  if (shell == "bash") return bash(app);
  if (shell == "zsh") return zsh(app);
  if (shell == "fish") return fish(app);
  return {};
}

std::string manualPage(const CLI::App &app, const std::string &asked) {
  const std::vector<Named> all = allCommands(app);
  if (asked.empty()) {
    std::string out =
        fmt::format(".TH PROVISO 1 \"\" \"proviso {}\" \"User Commands\"\n.SH NAME\nproviso \\- a compiler for law\n"
                    ".SH SYNOPSIS\n.B proviso\n.I COMMAND\n.RI [ ARGUMENTS ]\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
                    PROVISO_VERSION, roff(app.get_description()));
    for (const Named &one : all)
      out += fmt::format(".TP\n.B {}\n{}\n", roff(one.name), roff(one.app->get_description()));
    out += ".SH EXIT STATUS\n.TP\n.B 0\nfine\n.TP\n.B 1\nthe input has errors\n.TP\n.B 2\nthe call is wrong, or a file "
           "cannot be read or "
           "written\n.SH NOTES\nThis is an aid to working with law, and no legal advice.\n.SH SEE ALSO\n";
    for (const Named &one : all) {
      std::string name = one.name;
      std::replace(name.begin(), name.end(), ' ', '-');
      out += fmt::format(".BR proviso\\-{} (1){}\n", roff(name), &one == &all.back() ? "" : ",");
    }
    return out;
  }
  std::string spaced = asked;
  std::replace(spaced.begin(), spaced.end(), '-', ' ');
  const auto found = llvm::find_if(all, [&](const Named &one) { return one.name == spaced; });
  if (found == all.end()) return {};
  std::string dashed = spaced;
  std::replace(dashed.begin(), dashed.end(), ' ', '-');
  std::string out = fmt::format(
      ".TH PROVISO\\-{} 1 \"\" \"proviso {}\" \"User Commands\"\n.SH NAME\nproviso\\-{} \\- {}\n.SH SYNOPSIS\n"
      ".B proviso {}\n",
      llvm::StringRef(dashed).upper(), PROVISO_VERSION, roff(dashed),
      roff(llvm::StringRef(found->app->get_description()).rtrim('.')), roff(spaced));
  const std::vector<Option> options = optionsOf(*found->app);
  out += ".RI [ OPTIONS ]\n";
  for (const Option &option : options)
    if (option.names.empty()) out += fmt::format(".I {}\n", roff(option.argument));
  out += fmt::format(".SH DESCRIPTION\n{}\n.SH OPTIONS\n", roff(found->app->get_description()));
  for (const Option &option : options) {
    std::string head;
    for (const std::string &name : option.names)
      head += fmt::format("{}\\fB{}\\fR", head.empty() ? "" : ", ", roff(name));
    if (option.names.empty())
      head = fmt::format("\\fI{}\\fR", roff(option.argument));
    else if (!option.argument.empty())
      head += option.optionalValue ? fmt::format(" [\\fI{}\\fR]", roff(option.argument))
                                   : fmt::format(" \\fI{}\\fR", roff(option.argument));
    out += fmt::format(".TP\n{}\n{}\n", head, roff(option.description));
  }
  if (const std::string text = examples(*found->app); !text.empty()) out += ".SH EXAMPLES\n" + text;
  return out + ".SH SEE ALSO\n.BR proviso (1)\n";
}

} // namespace proviso
