package import Diagnostics
package import Recording
import Resources

extension Failure {
  /// Why the recorded state could not be used. `now` gives the age of a lock; `backup` is the last good copy of a
  /// damaged state.
  package init(_ error: StateError, directory: String, now: Timestamp? = nil, backup: StateBackup? = nil) {
    switch error {
    case .newerFormat(let path, let found, let known):
      self.init(
        "state-newer-format", subject: path, "the state was written by a newer reconcile",
        details: ["It has format \(found); this program knows formats up to \(known). Nothing was changed."],
        next: "update reconcile")
    case .unknownProvider(let path, let name):
      self.init(
        "state-newer-format", subject: path, "the state belongs to the provider \"\(name)\"",
        details: ["This program does not know such a provider; a newer one may. Nothing was changed."],
        next: "update reconcile")
    case .damaged(let path, let what):
      self.init(
        "state-damaged", subject: path, "this is not a state file, or it is damaged: \(what)",
        details: ["Nothing was changed, and nothing is rebuilt silently."] + Self.words(backup),
        next: backup.map { "put it back with `reconcile state restore \(directory) \($0.path)`" }
          ?? "there is no backup; move the file away, and the next plan adopts what exists"
      )
    case .vanished(let path):
      self.init(
        "state-gone", subject: path, "the state is gone, although copies of it are kept",
        details: ["Nothing was changed, and nothing is rebuilt silently."] + Self.words(backup),
        next: backup.map { "put it back with `reconcile state restore \(directory) \($0.path)`; \(Self.beginningAnew)" }
          ?? Self.beginningAnew)
    case .otherProvider(let path, let recorded, let asked):
      self.init(
        "state-other-cloud", subject: path, "the state belongs to another cloud",
        details: [
          "It records \(Self.name(recorded)); \(directory)/environment.json says \(Self.name(asked)).",
          "Nothing was changed.",
        ],
        next: "correct \"provider\" in environment.json, or give the environment another name")
    case .locked(let lock):
      self = Self.locked(lock, directory: directory, now: now)
    case .notTheHolder(let holder):
      let whose =
        holder.map { "it is held by \($0.request.who) since \(UTC.text($0.since))" }
        ?? "it is not held at all"
      self.init(
        "state-lock-lost", subject: directory, "the lock of this run is gone: \(whose)",
        details: ["What was done is in the state, at least as begun; somebody else may have written it since."],
        next: "run `reconcile plan \(directory)` to see where things stand")
    case .diskFull(let path):
      self.init(
        "state-disk-full", subject: path, "there is no space left where the state is kept",
        details: ["What was recorded before is whole; what was under way is found again by the next run."],
        next: "make space, then repeat the command")
    case .unavailable(let path, let what):
      self.init(
        "state-unavailable", subject: path, "the state cannot be opened or written: \(what)",
        next:
          "see that the folder exists and can be written, and that nothing else is in the file's place, then repeat the command")
    case .remote(let place, let problem):
      self.init(problem, at: place, directory: directory)
    case .encryption(let path, let problem):
      self.init(
        Self.code(problem), subject: path, "the state cannot be used: \(problem)", details: ["Nothing was changed."],
        next: Self.next(problem, directory))
    }
  }

  private static func locked(_ lock: LockInfo, directory: String, now: Timestamp?) -> Failure {
    let request = lock.request
    let age = now.map { " (\(UTC.age(from: lock.since, to: $0)) ago)" } ?? ""
    let run = request.runURL.map { ["Its run: \($0)"] } ?? []
    return Failure(
      "state-locked", subject: directory,
      "the environment is locked: \(request.who) is running \(request.operation)",
      details: [
        "Held by process \(request.pid) on \(request.host) since \(UTC.text(lock.since))\(age), lock \(lock.id)."
      ] + run + ["Nothing was changed."],
      next:
        "wait for it with -lock-timeout 10m; if that run is dead, `reconcile lock release \(directory) \(lock.id)`"
    )
  }

  private static func code(_ problem: EncryptionProblem) -> String {
    switch problem {
    case .keyMissing: "state-key-missing"
    case .otherKey: "state-key-wrong"
    case .keyUnusable: "state-key-unusable"
    case .tampered: "state-tampered"
    case .notEncrypted: "state-not-encrypted"
    }
  }

  private static func next(_ problem: EncryptionProblem, _ directory: String) -> String {
    switch problem {
    case .keyMissing:
      "name its key under \"encryption\" of \"state\" in \(directory)/environment.json"
    case .otherKey: "name the key that it was encrypted with, as \"fallback\" of \"encryption\" when there is a newer one"
    case .keyUnusable: "see that the key can be read, or asked, from here, then repeat the command"
    case .tampered: "put back a copy with `reconcile state restore \(directory)`, and find out who may write the state"
    case .notEncrypted: "if that is right, encrypt it with `reconcile state encrypt \(directory)`; else find out who wrote it"
    }
  }

  private static let beginningAnew = "to begin a new state instead, move the copies away"

  private static func words(_ backup: StateBackup?) -> [String] {
    guard let backup else { return [] }
    let serial = (try? backup.content())?.version.map { " of serial \($0.serial)" } ?? ""
    return ["The last good backup is \(backup.path)\(serial), made \(UTC.text(backup.madeAt))."]
  }

  static func name(_ provider: ProviderIdentity) -> String {
    "\(provider.name), account \(provider.accountId), \(provider.region)"
  }
}

extension Diagnostic {
  /// Before a plan of an environment whose state is gone: it would adopt what exists, and know nothing of what was to go.
  package static func lostState(_ copy: StateBackup, _ directory: String) -> Diagnostic {
    let serial = (try? copy.content())?.version.map { " of serial \($0.serial)" } ?? ""
    return Diagnostic(
      .warning, "state-gone", "the state of \(directory) is gone, although copies of it are kept",
      details: [
        "The newest is \(copy.path)\(serial), made \(UTC.text(copy.madeAt)).",
        "Without it nothing is known to be managed: what has left the files since is not deleted, and no apply goes on.",
      ],
      fix:
        "put it back with `reconcile state restore \(directory) \(copy.path)`; to begin a new state instead, move the copies away"
    )
  }
}
