import AWS
import JSONDocument

/// What goes wrong with which calls of a cloud, as data: the same plan on the same calls does the same. In files it is the
/// part of a `Scenario` that its `seed` and `faults` say:
///
/// ```json
/// {"seed": 7, "faults": [
///   {"fault": "throttle", "operation": "UpdateService", "times": 3},
///   {"fault": "lose-answer", "operation": "RegisterTaskDefinition", "from": 2, "times": 1},
///   {"fault": "refuse", "operation": "ecs:CreateService", "code": "AccessDeniedException", "message": "no"},
///   {"fault": "delay", "seconds": 30, "operation": "Describe*", "probability": 0.1},
///   {"fault": "crash", "operation": "CreateService", "moment": "after"}]}
/// ```
package struct FaultPlan: Sendable, Equatable {
  package var rules: [Rule]
  /// Decides what probabilities leave open.
  package var seed: UInt64

  package init(_ rules: [Rule], seed: UInt64 = 0) {
    self.rules = rules
    self.seed = seed
  }

  /// One thing that goes wrong, and when.
  package struct Rule: Sendable, Equatable {
    package var fault: Fault
    /// Which calls it is about: `UpdateService`, `ecr:TagResource`, `Describe*`.
    package var operation: String
    /// The first of these calls that it may strike, counted from one.
    package var from: Int
    /// How often it strikes at most; nil: always.
    package var times: Int?
    package var probability: Double

    package init(_ fault: Fault, operation: String = "*", from: Int = 1, times: Int? = nil, probability: Double = 1) {
      self.fault = fault
      self.operation = operation
      self.from = from
      self.times = times
      self.probability = probability
    }
  }

  package enum Fault: Sendable, Equatable {
    /// Told to slow down; nothing is done.
    case throttle
    /// AWS refuses; nothing is done.
    case refuse(code: String, message: String)
    /// The request never arrives, and the caller cannot know that.
    case loseRequest
    /// The work is done, and its answer is lost on the way.
    case loseAnswer
    /// The call takes so many seconds longer, of the cloud's time.
    case delay(seconds: Double)
    /// The program ends in the middle of the call.
    case crash(Moment)

    /// Before anything was done, or after all of it and before the answer.
    package enum Moment: String, Sendable, CaseIterable {
      case before, after
    }
  }
}

extension FaultPlan.Rule {
  func concerns(_ request: AWSRequest) -> Bool {
    let name = operation.contains(":") ? "\(request.service.rawValue):\(request.operation)" : request.operation
    return Wildcard(text: operation).matches(name)
  }

  /// Whether some operation of the simulated cloud has such a name.
  var concernsAnything: Bool {
    AWSRequest.Service.allCases.contains { service in
      Operation.names(of: service).contains { concerns(AWSRequest(service, $0, .null)) }
    }
  }
}
