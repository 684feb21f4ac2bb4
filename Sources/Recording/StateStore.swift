package import JSONDocument
package import Resources

/// The recorded state of one environment: resources, revisions, journal, history and lock.
///
/// Readers never wait for writers. Every mutating call is durable when it returns. All implementations pass one suite.
package protocol StateStore: RevisionArchive {
  func read() async throws(StateError) -> RecordedState

  /// Keeps contents of revisions that were read; no change of state, so no new serial and no lock.
  ///
  /// Where there is no state yet nothing is kept: only `acquireLock` and what follows it begin one.
  func remember(_ revisions: [Revision]) async throws(StateError)

  // Lock
  func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo
  func releaseLock(_ lock: LockInfo) async throws(StateError)
  func currentLock() async throws(StateError) -> LockInfo?

  // By hand. Whoever calls these holds the lock.
  func edit(_ edit: StateEdit) async throws(StateError)
  /// Keeps a copy of the state as it is now; nil when nothing was ever recorded, or when this store lives in memory only.
  func backUp() async throws(StateError) -> StateBackup?

  // Runs and their journal
  func beginRun(_ run: RunDescription) async throws(StateError) -> RunID
  func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError)
  /// Commits the intent of a mutating call before it is made.
  func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID
  /// Commits the result of the call, and the resource it made or changed, in one transaction.
  ///
  /// A record that takes the place of one that stands for another object deposes that one: it stays until it is removed or
  /// recorded again. So nothing that was made is ever forgotten because something else came to its address.
  func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError)
  /// Operations whose result was never written: the program was stopped inside them.
  func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation]

  // History
  func history(limit: Int) async throws(StateError) -> [RunRecord]
}

package struct RunID: Sendable, Hashable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct OperationID: Sendable, Hashable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// What is about to be done to one address.
package struct OperationIntent: Sendable, Equatable {
  package enum Verb: String, Sendable {
    case create, update, delete, adopt, forget, run
  }

  package var address: Address
  package var identity: ResourceIdentity
  package var verb: Verb
  /// Makes a repeated call harmless; see `OperationToken`.
  package var token: String
  /// What the files declare, with which recovery finishes the record; null for what is taken away.
  package var declared: JSON

  package init(address: Address, identity: ResourceIdentity, verb: Verb, token: String, declared: JSON) {
    self.address = address
    self.identity = identity
    self.verb = verb
    self.token = token
    self.declared = declared
  }
}

package enum OperationResult: Sendable, Equatable {
  /// The resource as it is recorded from now on, and the revision when one was registered or chosen.
  case recorded(RecordedResource, revision: Revision?)
  /// The object was made for an address that stands for another object, which stays: it is left over from the start.
  case deposed(RecordedResource, revision: Revision?)
  /// The object is gone or no longer ours, whether the address stands for it or has deposed it; a record of the address that
  /// stands for another object stays.
  case removed(Address, ResourceIdentity)
  /// The call failed; whether it changed the cloud is part of `message`.
  case failed(message: String)
}

package struct UnfinishedOperation: Sendable, Equatable {
  package var id: OperationID
  package var intent: OperationIntent
  package var startedAt: Timestamp

  package init(id: OperationID, intent: OperationIntent, startedAt: Timestamp) {
    self.id = id
    self.intent = intent
    self.startedAt = startedAt
  }
}

/// Seconds since 1970 UTC.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Since 1970; from the year 0 to the year 9999. What is beyond was written by nobody who means it.
  package let seconds: Int64
  package init(seconds: Int64) { self.seconds = min(max(seconds, -62_167_219_200), 253_402_300_799) }
  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

package struct LockRequest: Sendable, Equatable {
  /// `apply`, `destroy` …
  package var operation: String
  /// `user@host`.
  package var who: String
  package var host: String
  package var pid: Int32
  /// Address of the CI run, when there is one.
  package var runURL: String?

  package init(operation: String, who: String, host: String, pid: Int32, runURL: String? = nil) {
    self.operation = operation
    self.who = who
    self.host = host
    self.pid = pid
    self.runURL = runURL
  }
}

package struct LockInfo: Sendable, Equatable {
  package var id: String
  package var request: LockRequest
  package var since: Timestamp
  /// The holder whose lock was taken over because its process is gone.
  package var tookOverFrom: LockRequest?
  /// What tells the holder's process from a later one with its number; nil where the system does not say.
  package var process: ProcessMark?
  /// Of a lock that lies where nobody can see whether its holder lives; nil for one on this machine.
  package var lease: Lease?
  /// When the lease of `tookOverFrom` ended; nil when its process is gone.
  package var tookOverEnded: Timestamp?

  package init(id: String, request: LockRequest, since: Timestamp, tookOverFrom: LockRequest? = nil) {
    self.id = id
    self.request = request
    self.since = since
    self.tookOverFrom = tookOverFrom
  }

  /// Whether the holder certainly lives no more, as seen from `host`. What cannot be seen from there is taken to live.
  package func isHolderGone(seenFrom host: String) -> Bool {
    if let lease, !lease.isOfThisMachine { return false }
    return request.host == host && ProcessMark.isGone(pid: request.pid, since: process)
  }
}

package struct RunDescription: Sendable, Equatable {
  package var operation: String
  package var who: String
  /// Tags by image key that the environment asked for in this run; pinned ones with what they stood for,
  /// `sha-3f9c2d1@sha256:…`.
  package var imageTags: [String: String]
  /// Source commit, when the run knows it (from CI variables).
  package var sourceCommit: String?
  package var runURL: String?
  /// Digest of the saved plan that the run performs.
  package var plan: String?
  /// The only addresses that were looked at, with what they need; empty: all.
  package var targets: [String]
  /// What is executed beside AWS's own calls, without secrets: the checks of each service and the command of each one-off task
  /// that is run, by address. Nil where the program that wrote it did not know.
  package var executes: [String: [String]]?
  /// Why it was done, in the words of who did it; nil: nobody said.
  package var reason: String?
  /// Digest of what the run does, or is an approval of: the same for two plans of the same deed. Nil where nobody asks for
  /// approvals, and where the program that wrote it did not know.
  package var deed: String?
  /// Why it was done outside of the windows of the environment, in the words of who did it; nil: it was not.
  package var windowOverride: String?

  package init(
    operation: String, who: String, imageTags: [String: String] = [:], sourceCommit: String? = nil, runURL: String? = nil,
    plan: String? = nil, targets: [String] = [], executes: [String: [String]]? = nil, reason: String? = nil,
    deed: String? = nil, windowOverride: String? = nil
  ) {
    self.deed = deed
    self.windowOverride = windowOverride
    self.reason = reason
    self.targets = targets
    self.executes = executes
    self.operation = operation
    self.who = who
    self.imageTags = imageTags
    self.sourceCommit = sourceCommit
    self.runURL = runURL
    self.plan = plan
  }
}

/// How a run ended, in one word. A later program may write words that this one does not know: they are kept and shown.
package struct RunResult: RawRepresentable, Sendable, Hashable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package static let succeeded = RunResult(rawValue: "succeeded")
  package static let failed = RunResult(rawValue: "failed")
  package static let rolledBack = RunResult(rawValue: "rolledBack")
  package static let superseded = RunResult(rawValue: "superseded")
  package static let timedOut = RunResult(rawValue: "timedOut")
  package static let interrupted = RunResult(rawValue: "interrupted")
}

package struct RunOutcome: Sendable, Equatable {
  package var result: RunResult
  /// One line: `1 added, 4 changed, 0 destroyed`.
  package var summary: String
  /// How each rollout ended, by address.
  package var verdicts: [String: String]
  /// Seconds that each complete rollout took, by address.
  package var durations: [String: Int]
  /// What was rolled out, or taken back; nil where the program that wrote it did not know.
  package var images: [RolledOutImage]?
  /// The object that each verdict is about, `main/api`, by address: an address may come to stand for another one. Empty where
  /// the program that wrote it did not know.
  package var objects: [String: String]

  package init(
    result: RunResult, summary: String, verdicts: [String: String] = [:], durations: [String: Int] = [:],
    images: [RolledOutImage]? = nil, objects: [String: String] = [:]
  ) {
    self.objects = objects
    self.images = images
    self.result = result
    self.summary = summary
    self.verdicts = verdicts
    self.durations = durations
  }
}

package struct RunRecord: Sendable, Equatable {
  package var id: RunID
  package var description: RunDescription
  package var startedAt: Timestamp
  package var finishedAt: Timestamp?
  /// Nil: still running, or stopped inside.
  package var outcome: RunOutcome?
  package var serialBefore: Int
  package var serialAfter: Int?

  package init(
    id: RunID, description: RunDescription, startedAt: Timestamp, finishedAt: Timestamp?, outcome: RunOutcome?,
    serialBefore: Int, serialAfter: Int?
  ) {
    self.id = id
    self.description = description
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.outcome = outcome
    self.serialBefore = serialBefore
    self.serialAfter = serialAfter
  }
}
