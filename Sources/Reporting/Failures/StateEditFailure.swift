package import Recording
import Resources

extension Failure {
  /// Why the state was not changed by hand. `file` is the state or the copy that was to be put in place, if any.
  package init(_ problem: StateEditProblem, directory: String, file: String? = nil) {
    let nothing = "Nothing was changed."
    switch problem {
    case .notRecorded(let name):
      self.init(
        "address-not-recorded", subject: name.description, "nothing is recorded at this address",
        next: "list the addresses with `reconcile state list \(directory)`")
    case .addressTaken(let address, let other):
      self.init(
        "address-taken", subject: address.description, "\"\(other)\" is recorded at this address already", details: [nothing])
    case .unfinished(let address):
      self.init(
        "state-unfinished", subject: address.description, "an earlier run was stopped inside an operation on it",
        details: [nothing], next: "run `reconcile apply \(directory)` first: it finds out how far that operation got")
    case .backupMissing(let number):
      self.init(
        "backup-missing", subject: directory, "there is no backup \(number)", details: [nothing],
        next: "list the copies with `reconcile state backup -list \(directory)`")
    case .copyUnusable(let path, let what):
      self.init(
        "backup-unusable", subject: path, "this is no copy of a state that can be put back: \(what)", details: [nothing],
        next: "list the copies with `reconcile state backup -list \(directory)`")
    case .notShared:
      self.init(
        "state-not-shared", subject: directory, "its state is a file of this machine, and stays one", details: [nothing],
        next: "name a bucket in environment.json: \"state\": {\"backend\": \"s3\", …}")
    case .nothingToMove:
      self.init("state-missing", subject: directory, "no file of this machine holds a state of it", details: [nothing])
    case .noSuccessor(let found):
      let words = Self.words(found, directory)
      let insist = "compare it with `reconcile state pull \(directory)`; -force puts it in place all the same"
      self.init(
        words.code, subject: file ?? directory, words.message, details: [words.detail, nothing],
        next: found.canBeForced ? insist : nil)
    }
  }

  /// Why a state is not the successor of the recorded one.
  private static func words(
    _ found: StateBreak, _ directory: String
  ) -> (code: String, message: String, detail: String) {
    switch found {
    case .otherCloud(let provider, let here):
      (
        "state-other-cloud", "this state belongs to another cloud",
        "It records \(name(provider)); \(directory) is \(name(here))."
      )
    case .otherEnvironment(let name, let here):
      ("state-other-environment", "this state is of another environment", "It is of \"\(name)\"; \(directory) is \"\(here)\".")
    case .otherLineage(let lineage, let here):
      (
        "state-other-lineage", "this state has another lineage",
        "It is \(StateText.shown(lineage)); \(directory) has \(StateText.shown(here))."
      )
    case .older(let serial, let here):
      (
        "state-older", "this state is older than the recorded one",
        "It has serial \(serial); \(directory) is at serial \(here)."
      )
    case .forked(let serial):
      (
        "state-forked", "this state differs from the recorded one and has the same serial",
        "Both have serial \(serial); one of them would be lost."
      )
    }
  }

  /// Why a file holds no state that can be used.
  package init(_ error: StateDocument.ReadingError, file: String) {
    let why =
      switch error {
      case .notAState: "it was not written by `reconcile state pull`"
      case .newerFormat(let format):
        "it has format \(format) of a later program; this one knows formats up to \(StateDocument.format)"
      case .masked: "its secrets are masked; only `state pull -out FILE` writes them"
      case .damaged(let place): "\"\(place)\" is missing or of the wrong form"
      case .encryption(let problem): "\(problem)"
      }
    self = .unreadableState(file, why)
  }

  package static func unreadableState(_ file: String, _ why: String) -> Failure {
    Failure("state-unreadable", subject: file, "this is no state that can be used: \(why)", details: ["Nothing was changed."])
  }
}
