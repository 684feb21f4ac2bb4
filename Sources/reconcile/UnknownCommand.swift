import ArgumentParser
import Diagnostics

/// A command that is meant where none of its group is named, although a word follows: `reconcile tags envs/staging`.
protocol TakesWordsUnnamed {}

/// A word where a command must stand, and which one was meant. The parser would call it an argument too many.
struct UnknownCommand {
  private let word: String
  /// The commands around it: `reconcile`, `reconcile state`.
  private let path: [String]
  private let known: [String]

  /// Nil when the arguments begin with commands that are there.
  init?(_ arguments: [String], of root: any ParsableCommand.Type = ReconcileCommand.self) {
    var group = root
    var path = ["reconcile"]
    for word in arguments {
      // What comes after is the command's own business.
      guard !group.configuration.subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
      if let command = group.configuration.subcommands.first(where: { $0.names.contains(word) }) {
        group = command
        path.append(word)
        continue
      }
      // The parser's own, on every level.
      guard word != "help", !(group.configuration.defaultSubcommand is any TakesWordsUnnamed.Type) else { return nil }
      self.word = word
      self.path = path
      known = group.configuration.subcommands.compactMap { $0.names.first }
      return
    }
    return nil
  }

  var text: String {
    let command = path.joined(separator: " ")
    let isTop = path.count == 1
    let hint =
      (isTop ? Self.otherTools[word.lowercased()] : nil)
      ?? Nearest.name(to: word, among: known).map { "Did you mean `\(command) \($0)`?" }
      ?? (isTop ? Nearest.name(to: word, among: Self.otherTools.keys.sorted()).flatMap { Self.otherTools[$0] } : nil)
      ?? "The commands are \(known.joined(separator: ", "))."
    return "Error: \(command) has no command \"\(Self.shown(word))\". \(hint)\n  See '\(command) --help' for more information.\n"
  }

  /// Whatever stands there is shown as text, and not all of it when it is long.
  private static func shown(_ word: String) -> String {
    let line = String(word.map { $0.isLetter || $0.isNumber || $0.isPunctuation || $0.isSymbol ? $0 : " " })
    return line.count > 60 ? line.prefix(60) + "…" : line
  }

  /// Words of other tools, and what is done about the same here.
  private static let otherTools: [String: String] = {
    let apply = "`reconcile apply` makes AWS match the files, and waits for the rollouts."
    let plan = "`reconcile plan` shows what differs from the files, `reconcile status` how services stand."
    let back = "`reconcile rollback` goes back to an earlier run; `reconcile stop` ends a deployment that is under way."
    let destroy = "`reconcile destroy` deletes what is recorded for an environment."
    let validate = "`reconcile validate` checks the files without asking AWS."
    let history = "`reconcile history` lists the runs."
    return [
      "deploy": apply, "up": apply, "update": apply, "release": apply, "sync": apply, "register": apply,
      "undo": back, "revert": back,
      "preview": plan, "ls": plan, "list": plan,
      "down": destroy, "delete": destroy, "remove": destroy, "rm": destroy,
      "verify": validate, "check": validate, "lint": validate,
      "refresh": "`reconcile drift` shows what somebody else changed; each plan reads what is there anyway.",
      "init": "There is nothing to set up: write an environment.json, or run `reconcile import`.",
      "unlock": "`reconcile lock release` takes away the lock of a run that is dead.",
      "force-unlock": "`reconcile lock release` takes away the lock of a run that is dead.",
      "log": history, "logs": history, "events": history, "revisions": history,
      "resume": "`reconcile continue` lets a deployment that is paused go on.",
      "abort": "`reconcile stop` ends a deployment that is under way.",
      "cancel": "`reconcile stop` ends a deployment that is under way.",
    ]
  }()
}

extension ParsableCommand {
  /// What it may be called.
  fileprivate static var names: [String] { [_commandName] + configuration.aliases }
}
