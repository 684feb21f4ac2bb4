import Providers
import Recording

extension Failure {
  /// Why the state that a team shares could not be used.
  init(_ problem: RemoteProblem, at place: String, directory: String) {
    let words = "\(problem)"
    self.init(
      "state-\(Self.code(problem))", subject: place, words, details: Self.meaning(problem), next: Self.advice(problem, directory))
  }

  private static func code(_ problem: RemoteProblem) -> String {
    switch problem {
    case .bucketMissing: "bucket-missing"
    case .forbidden: "forbidden"
    case .credentials: "credentials"
    case .unreachable: "unreachable"
    case .refused: "refused"
    case .noConditions: "no-conditions"
    case .programTooOld: "program-too-old"
    case .damaged, .cacheDamaged: "damaged"
    case .lockDamaged: "lock-damaged"
    case .otherEnvironment: "other-environment"
    case .overwritten: "overwritten"
    case .vanished: "vanished"
    case .notMoved: "not-moved"
    case .occupied: "occupied"
    }
  }

  private static func meaning(_ problem: RemoteProblem) -> [String] {
    switch problem {
    case .bucketMissing, .programTooOld, .otherEnvironment, .occupied: ["Nothing was changed."]
    case .forbidden, .credentials, .refused: ["What was recorded before is whole."]
    case .unreachable:
      ["What was recorded before is whole; what was under way is found again by the next run."]
    case .noConditions: ["Two runs could write at the same time, and one of them would be lost. Nothing was changed."]
    case .lockDamaged: ["Somebody else wrote it: who may write the bucket may write the lock. Nothing was changed."]
    case .damaged: ["Nothing was changed, and nothing is rebuilt silently."]
    case .overwritten: ["What this run did since is found again by the next run; nothing was written over."]
    case .vanished: ["An absent state would be taken for an empty one, so nothing was changed."]
    case .notMoved: ["An absent state would be taken for an empty one. Nothing was changed."]
    case .cacheDamaged: ["It is a copy only; the state itself is in the bucket. Nothing was changed."]
    }
  }

  private static func advice(_ problem: RemoteProblem, _ directory: String) -> String {
    switch problem {
    case .bucketMissing: "make the bucket, with versioning, or correct \"bucket\" and \"region\" in environment.json"
    case .forbidden(_, let message):
      switch AccessDenial(message).cause {
      case .notAllowed: "allow that identity what `reconcile permissions \(directory)` lists for s3"
      case .denied, .limited: DenialAdvice.text(message, needed: "the call") + ", then repeat the command"
      }
    case .credentials(_, let code): CredentialAdvice.text(code: code)
    case .unreachable: "check the network, \"region\" and \"endpoint\" of the state, then repeat the command"
    case .refused: "correct what the message names in environment.json, then repeat the command"
    case .noConditions: "keep the state in S3, or in a store that knows If-Match and If-None-Match of PutObject"
    case .programTooOld: "update the AWS command line"
    case .lockDamaged:
      "see that no run is under way, then put back an earlier version of this object, or delete it; the state is another object"
    case .damaged:
      "put back an earlier version of the object, or a copy of this machine: `reconcile state backup -list \(directory)`"
    case .otherEnvironment: "give each environment a \"key\" of its own; \"${environment}\" in it stands for the name"
    case .overwritten: "see who writes the object without reconcile, then run `reconcile plan \(directory)`"
    case .vanished:
      "put the object back (an earlier version of it), or a copy of this machine: `reconcile state backup -list \(directory)`"
    case .notMoved: "take it along with `reconcile state migrate \(directory)`"
    case .occupied: "compare both; `reconcile state pull \(directory)` prints the one in the bucket"
    case .cacheDamaged(let file, _): "remove \(file) (and \(file)-wal); the next command fetches the state again"
    }
  }
}
