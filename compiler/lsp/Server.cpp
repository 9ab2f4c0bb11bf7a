#include "lsp/Server.h"

#include "lsp/Answers.h"

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace proviso::lsp {

namespace {

/// Laws that are compiled faster than this are compiled anew at each change, and nothing is said twice.
constexpr double smallLawMilliseconds = 40;

enum ErrorCode {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  NotInitialised = -32002,
  RequestFailed = -32803,
  Cancelled = -32800
};

struct Refused : std::runtime_error {
  int code;
  Refused(int code, const std::string &why) : std::runtime_error(why), code(code) {}
};

class Server {
public:
  Server(FILE *from, FILE *to, std::vector<std::string> paths) : from(from), to(to), given(std::move(paths)) {}

  int run() {
    std::thread reader([this] { read(); });
    while (!left) {
      Event event = next();
      if (event.ended) break;
      if (event.failed) {
        working = false; // the next change tries again
        continue;
      }
      if (event.analysed) {
        adopt(std::move(event.analysed));
        continue;
      }
      take(event.message);
      if (!waiting()) settle();
    }
    if (worker.joinable()) worker.join();
    reader.join(); // it has read `exit`, or the end
    return stopped ? 0 : 1;
  }

private:
  // ---- events: what the client says, and what has been analysed beside

  struct Event {
    Json message;
    std::shared_ptr<const Analysis> analysed;
    bool ended = false, failed = false;
  };

  static std::string methodOf(const Json &message) {
    const auto method = message.is_object() ? message.find("method") : message.end();
    return method != message.end() && method->is_string() ? method->get<std::string>() : "";
  }

  void read() {
    try {
      while (std::optional<Json> message = readMessage(from)) {
        const bool last = methodOf(*message) == "exit";
        push({std::move(*message), nullptr, false, false});
        if (last) return;
      }
    } catch (const std::exception &e) {
      std::fprintf(stderr, "proviso lsp: %s\n", e.what());
    }
    push({nullptr, nullptr, true, false});
  }

  void push(Event event) {
    const std::lock_guard lock(mutex);
    if (methodOf(event.message) == "$/cancelRequest" && event.message.contains("/params/id"_json_pointer))
      cancelled.insert(event.message["params"]["id"].dump());
    events.push_back(std::move(event));
    arrived.notify_one();
  }

  Event next() {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [this] { return !events.empty(); });
    Event event = std::move(events.front());
    events.pop_front();
    return event;
  }

  /// The client has said more already.
  bool waiting() {
    const std::lock_guard lock(mutex);
    return std::any_of(events.begin(), events.end(), [](const Event &one) { return one.message.is_object(); });
  }

  // ---- analyses

  /// After changes: what is wrong in the files that changed, at once; and then in all.
  void settle() {
    if (!initialised || (whole && whole->revision == workspace.revision() && changed.empty())) return;
    const std::set<std::string> now = std::exchange(changed, {});
    if (!whole || whole->milliseconds < smallLawMilliseconds) {
      if (!whole || whole->revision != workspace.revision())
        adopt(analyse(workspace.all(), workspace.options(), workspace.revision()));
    } else {
      for (const std::string &path : now) publish(path, *nearby(path), false);
      inBackground();
    }
    for (const std::string &path : now)
      if (!workspace.belongs(path) && workspace.isOpen(path)) publish(path, *nearby(path), true);
  }

  /// An analysis in which this file is as it is now.
  std::shared_ptr<const Analysis> of(const std::string &path) {
    if (!workspace.text(path))
      throw Refused(InvalidParams, path + " is not open, and is no law file of this workspace");
    if (!workspace.belongs(path)) return nearby(path);
    if (whole && whole->revision >= workspace.revision(path) && whole->file(path)) return whole;
    if (!whole || whole->milliseconds < smallLawMilliseconds) return all();
    return nearby(path);
  }

  std::shared_ptr<const Analysis> nearby(const std::string &path) {
    const auto known = near.find(path);
    if (known != near.end() && known->second->revision >= workspace.revision(path)) return known->second;
    CompileOptions options = workspace.options();
    options.lock.clear();
    options.tables = !workspace.belongs(path);
    near[path] = analyse(workspace.around(path), options, workspace.revision());
    return near[path];
  }

  /// The whole law as it is now. What the client says meanwhile waits.
  std::shared_ptr<const Analysis> all() {
    if (!whole || whole->revision != workspace.revision()) {
      if (worker.joinable()) worker.join(); // it may be of the law as it is now
      std::shared_ptr<const Analysis> done;
      {
        const std::lock_guard lock(mutex);
        for (auto at = events.begin(); at != events.end();)
          if (at->analysed) {
            done = std::move(at->analysed);
            at = events.erase(at);
          } else {
            ++at;
          }
      }
      working = false;
      if (done && done->revision != workspace.revision()) done = nullptr;
      adopt(done ? done : analyse(workspace.all(), workspace.options(), workspace.revision()));
    }
    return whole;
  }

  void inBackground() {
    if (working) return; // another follows when it is done
    if (worker.joinable()) worker.join();
    working = true;
    worker = std::thread([this, retired = std::exchange(retired, {}), texts = workspace.all(),
                          options = workspace.options(), revision = workspace.revision()]() mutable {
      // What the editor waits for comes first. Threads that this one starts have its priority.
      setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);
      retired.clear();
      try {
        push({nullptr, analyse(texts, options, revision), false, false});
      } catch (const std::exception &e) {
        std::fprintf(stderr, "proviso lsp: %s\n", e.what());
        push({nullptr, nullptr, false, true});
      }
    });
  }

  void adopt(std::shared_ptr<const Analysis> analysis) {
    working = false;
    if (whole) retired.push_back(std::move(whole)); // to take it apart takes time
    whole = std::move(analysis);
    workspace.learn(*whole);
    if (whole->revision != workspace.revision()) { // what has changed since is still to come
      inBackground();
      return;
    }
    near.clear();
    std::set<std::string> paths;
    for (const auto &[path, file] : whole->files) paths.insert(path);
    for (const auto &[path, list] : published)
      if (workspace.belongs(path)) paths.insert(path);
    for (const std::string &path : paths) publish(path, *whole, true);
  }

  /// Only what has changed is said.
  void publish(const std::string &path, const Analysis &analysis, bool isWhole) {
    const std::optional<uint32_t> file = analysis.file(path);
    Json list = file ? diagnosticsOf(analysis, places, *file, isWhole) : Json::array();
    const auto known = published.find(path);
    if (known == published.end() ? list.empty() && !workspace.isOpen(path) : known->second == list) return;
    notify("textDocument/publishDiagnostics", {{"uri", uriOf(path)}, {"diagnostics", list}});
    published[path] = std::move(list);
  }

  // ---- messages

  void send(const Json &message) { writeMessage(to, message); }
  void notify(const std::string &method, Json params) {
    send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }
  void fail(const Json &id, int code, const std::string &why) {
    send({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", why}}}});
  }

  void take(const Json &message) {
    if (!message.is_object()) return fail(nullptr, ParseError, "a message is no JSON object");
    if (!message.contains("method")) return; // an answer to what was asked of the client
    const Json id = message.value("id", Json());
    const bool isRequest = message.contains("id");
    if (!message["method"].is_string()) return fail(id, InvalidRequest, "the method is no text");
    const std::string method = message["method"];
    const Json params = message.value("params", Json::object());
    try {
      if (isRequest) {
        {
          const std::lock_guard lock(mutex);
          if (cancelled.erase(id.dump())) return fail(id, Cancelled, "cancelled");
        }
        if (!initialised && method != "initialize") throw Refused(NotInitialised, "`initialize` comes first");
        if (stopped && method != "shutdown") throw Refused(InvalidRequest, "the server has been shut down");
        send({{"jsonrpc", "2.0"}, {"id", id}, {"result", answer(method, params)}});
      } else {
        told(method, params);
      }
    } catch (const Refused &e) {
      if (isRequest) fail(id, e.code, e.what());
    } catch (const Json::exception &e) {
      if (isRequest) fail(id, InvalidParams, e.what());
    } catch (const std::exception &e) {
      if (isRequest) fail(id, RequestFailed, e.what());
      std::fprintf(stderr, "proviso lsp: %s: %s\n", method.c_str(), e.what());
    }
  }

  void told(const std::string &method, const Json &params) {
    if (method == "exit") {
      left = true;
    } else if (method == "textDocument/didOpen") {
      const std::string path = pathOf(params.at("textDocument").at("uri").get<std::string>());
      workspace.open(path, params["textDocument"].at("text").get<std::string>());
      changed.insert(path);
    } else if (method == "textDocument/didChange") {
      const std::string path = pathOf(params.at("textDocument").at("uri").get<std::string>());
      const Text before = workspace.text(path);
      if (!before || !workspace.isOpen(path)) return;
      std::string text = *before;
      for (const Json &change : params.at("contentChanges")) {
        if (!change.contains("range")) {
          text = change.at("text").get<std::string>();
          continue;
        }
        const uint32_t begin = places.offset(text, change["range"].at("start")),
                       end = places.offset(text, change["range"].at("end"));
        text.replace(begin, std::max(begin, end) - begin, change.at("text").get<std::string>());
      }
      workspace.open(path, std::move(text));
      changed.insert(path);
    } else if (method == "textDocument/didClose") {
      const std::string path = pathOf(params.at("textDocument").at("uri").get<std::string>());
      workspace.close(path);
      near.erase(path);
      if (!workspace.belongs(path) && published.erase(path))
        notify("textDocument/publishDiagnostics", {{"uri", uriOf(path)}, {"diagnostics", Json::array()}});
    } else if (method == "workspace/didChangeWatchedFiles") {
      for (const Json &one : params.at("changes")) workspace.changedOnDisk(pathOf(one.at("uri").get<std::string>()));
    } else if (method == "initialized" && watches) {
      send({{"jsonrpc", "2.0"},
            {"id", "watch"},
            {"method", "client/registerCapability"},
            {"params",
             {{"registrations",
               {{{"id", "law-files"},
                 {"method", "workspace/didChangeWatchedFiles"},
                 {"registerOptions", {{"watchers", {{{"globPattern", "**/*.law"}}}}}}}}}}}});
    }
  }

  Json initialize(const Json &params) {
    const Json capabilities = params.value("capabilities", Json::object());
    const Json encodings = capabilities.value("/general/positionEncodings"_json_pointer, Json::array());
    const bool utf8 = std::find(encodings.begin(), encodings.end(), "utf-8") != encodings.end();
    places = Places(utf8);
    watches = capabilities.value("/workspace/didChangeWatchedFiles/dynamicRegistration"_json_pointer, false);
    std::vector<std::string> paths = given;
    if (paths.empty()) {
      std::vector<std::string> roots;
      if (const Json folders = params.value("workspaceFolders", Json()); folders.is_array())
        for (const Json &one : folders) roots.push_back(pathOf(one.at("uri").get<std::string>()));
      if (const Json root = params.value("rootUri", Json()); roots.empty() && root.is_string())
        roots.push_back(pathOf(root.get<std::string>()));
      std::error_code error;
      for (const std::string &root : roots) {
        const std::string statutes = (std::filesystem::path(root) / "statutes").string();
        paths.push_back(std::filesystem::is_directory(statutes, error) ? statutes : root);
      }
    } else {
      for (std::string &path : paths) path = std::filesystem::absolute(path).lexically_normal().string();
    }
    workspace.read(paths);
    initialised = true;
    return {{"serverInfo", {{"name", "proviso"}, {"version", PROVISO_VERSION}}},
            {"capabilities",
             {{"positionEncoding", utf8 ? "utf-8" : "utf-16"},
              {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", false}}},
              {"definitionProvider", true},
              {"referencesProvider", true},
              {"hoverProvider", true},
              {"completionProvider", {{"triggerCharacters", {" "}}}},
              {"renameProvider", {{"prepareProvider", true}}},
              {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
              {"documentSymbolProvider", true},
              {"workspaceSymbolProvider", true},
              {"foldingRangeProvider", true},
              {"documentFormattingProvider", true},
              {"inlayHintProvider", true},
              {"codeLensProvider", {{"resolveProvider", false}}},
              {"callHierarchyProvider", true},
              {"semanticTokensProvider", {{"legend", semanticLegend()}, {"full", true}}}}}};
  }

  Json answer(const std::string &method, const Json &params) {
    if (method == "initialize") return initialize(params);
    if (method == "shutdown") {
      stopped = true;
      return nullptr;
    }
    if (method == "workspace/symbol") return workspaceSymbols(*all(), places, params.at("query").get<std::string>());
    // A request of a place or of a file; some look at the whole law.
    struct Request {
      std::function<Json(const Analysis &, uint32_t)> answer;
      bool whole;
    };
    auto spot = [&](Json (*work)(const Spot &)) {
      return [this, &params, work](const Analysis &analysis, uint32_t file) {
        return work({analysis, places, {file, places.offset(analysis.law->sources.text(file), params.at("position"))}});
      };
    };
    auto ofFile = [&](Json (*work)(const Analysis &, const Places &, uint32_t)) {
      return [this, work](const Analysis &analysis, uint32_t file) { return work(analysis, places, file); };
    };
    auto ofRange = [&](Json (*work)(const Analysis &, const Places &, Range)) {
      return [this, &params, work](const Analysis &analysis, uint32_t file) {
        const llvm::StringRef text = analysis.law->sources.text(file);
        const uint32_t begin = places.offset(text, params.at("range").at("start")),
                       end = places.offset(text, params.at("range").at("end"));
        return work(analysis, places, {{file, begin}, std::max(begin, end) - begin});
      };
    };
    auto ofItem = [&](Json (*work)(const Spot &)) {
      return [this, &params, work](const Analysis &analysis, uint32_t file) {
        const Json &at = params.at("item").at("selectionRange").at("start");
        return work({analysis, places, {file, places.offset(analysis.law->sources.text(file), at)}});
      };
    };
    const std::map<std::string, Request, std::less<>> requests{
        {"textDocument/definition", {spot(definition), false}},
        {"textDocument/hover", {spot(hover), false}},
        {"proviso/tables", {spot(tablesHere), true}},
        {"textDocument/completion",
         {[&](const Analysis &analysis, uint32_t file) {
            const uint32_t at = places.offset(analysis.law->sources.text(file), params.at("position"));
            return completion({analysis, places, {file, at}}, whole ? *whole->index : *analysis.index);
          },
          false}},
        {"textDocument/references",
         {[&](const Analysis &analysis, uint32_t file) {
            const uint32_t at = places.offset(analysis.law->sources.text(file), params.at("position"));
            return references({analysis, places, {file, at}},
                              params.value("/context/includeDeclaration"_json_pointer, true));
          },
          true}},
        {"textDocument/prepareRename", {spot(prepareRename), false}},
        {"textDocument/rename",
         {[&](const Analysis &analysis, uint32_t file) {
            const uint32_t at = places.offset(analysis.law->sources.text(file), params.at("position"));
            std::string why;
            Json edit = rename({analysis, places, {file, at}}, params.at("newName").get<std::string>(), why);
            if (!why.empty()) throw Refused(RequestFailed, why);
            return edit;
          },
          true}},
        {"textDocument/codeAction", {ofRange(codeActions), false}},
        {"textDocument/documentSymbol", {ofFile(documentSymbols), false}},
        {"textDocument/foldingRange", {ofFile(foldingRanges), false}},
        {"textDocument/semanticTokens/full", {ofFile(semanticTokens), false}},
        {"textDocument/formatting", {ofFile(formatting), false}},
        {"textDocument/inlayHint", {ofRange(inlayHints), false}},
        {"textDocument/codeLens", {ofFile(codeLenses), true}},
        {"textDocument/prepareCallHierarchy", {spot(prepareCallHierarchy), true}},
        {"callHierarchy/outgoingCalls", {ofItem(outgoingCalls), true}},
        {"callHierarchy/incomingCalls", {ofItem(incomingCalls), true}},
    };
    const auto request = requests.find(method);
    if (request == requests.end()) throw Refused(MethodNotFound, "there is no method " + method);
    const Json &uri =
        method.rfind("callHierarchy/", 0) == 0 ? params.at("item").at("uri") : params.at("textDocument").at("uri");
    const std::string path = pathOf(uri.get<std::string>());
    const auto analysis = request->second.whole && workspace.belongs(path) ? all() : of(path);
    const std::optional<uint32_t> file = analysis->file(path);
    if (!file) throw Refused(InvalidParams, path + " is no law file of this workspace");
    return request->second.answer(*analysis, *file);
  }

  FILE *from, *to;
  std::vector<std::string> given;
  Places places{false};
  bool initialised = false, stopped = false, left = false, watches = false;

  Workspace workspace;
  std::set<std::string> changed; // since it was last said what is wrong
  std::shared_ptr<const Analysis> whole;
  std::map<std::string, std::shared_ptr<const Analysis>> near;
  std::vector<std::shared_ptr<const Analysis>> retired;
  std::map<std::string, Json> published;

  std::thread worker;
  bool working = false; // its analysis is still to be adopted

  std::mutex mutex;
  std::condition_variable arrived;
  std::deque<Event> events;
  std::set<std::string> cancelled;
};

} // namespace

int serve(FILE *from, FILE *to, std::vector<std::string> paths) { return Server(from, to, std::move(paths)).run(); }

} // namespace proviso::lsp
