/// What AWS's own model says about the calls of one service: names, types, required members, enumerations, ranges, lengths and
/// patterns of all inputs and outputs, down to the leaves. Structure only; nothing here was written by hand.
///
/// Source: the model that botocore carries, by `scripts/generate-model.py`; `ModelRelease.known` says which one.
package struct APIModel: Sendable {
  private let shapes: [Shape]
  private let operations: [String: Operation]
  private let names: [String: Reference]

  /// By the name that the `aws` program has for the service; nil where nothing is known of it.
  package static func of(_ service: String) -> APIModel? { byService[service] }

  package static let ecs = APIModel(ModelText.ecs)
  package static let ecr = APIModel(ModelText.ecr)
  package static let logs = APIModel(ModelText.logs)
  package static let sts = APIModel(ModelText.sts)
  package static let applicationAutoscaling = APIModel(ModelText.applicationAutoscaling)

  package static let kms = APIModel(ModelText.kms)

  private static let byService: [String: APIModel] = [
    "ecs": ecs, "ecr": ecr, "logs": logs, "sts": sts, "application-autoscaling": applicationAutoscaling, "kms": kms,
  ]

  private init(_ text: String) {
    var reader = ModelReader(text)
    reader.read()
    (shapes, operations, names) = (reader.shapes, reader.operations, reader.names)
  }

  /// Where a shape is in its model.
  package struct Reference: Sendable, Hashable {
    let index: Int
  }

  package struct Operation: Sendable {
    /// Nil where the call takes, or answers, nothing.
    package let input: Reference?
    package let output: Reference?
  }

  package struct Member: Sendable {
    package let name: String
    package let isRequired: Bool
    package let shape: Reference
  }

  package enum Shape: Sendable {
    case structure([Member])
    case list(Reference, count: ClosedRange<Int>)
    case map(key: Reference, value: Reference, count: ClosedRange<Int>)
    case enumeration([String])
    /// How many characters it has, and which (nil: any).
    case text(length: ClosedRange<Int>, pattern: String?)
    case integer(ClosedRange<Int>, isLong: Bool)
    case number(ClosedRange<Double>)
    case boolean, timestamp, blob
    /// Any JSON.
    case anything
  }

  package subscript(_ reference: Reference) -> Shape { shapes[reference.index] }

  /// Nil for an operation that nobody calls and the simulated cloud does not know.
  package func operation(_ name: String) -> Operation? { operations[name] }

  package var operationNames: [String] { operations.keys.sorted() }

  /// By the name that the model has for it: `ContainerDefinition`.
  package func shape(named name: String) -> Reference? { names[name] }

  /// The members of a structure; none of other shapes.
  package func members(of reference: Reference) -> [Member] {
    if case .structure(let members) = self[reference] { members } else { [] }
  }

  /// The members of an operation's input.
  package func input(of operation: String) -> [Member] {
    self.operation(operation)?.input.map { members(of: $0) } ?? []
  }
}

/// Which model it is.
package struct ModelRelease: Sendable {
  /// The version of botocore.
  package let botocore: String
  /// The day on which that was made, `2026-11-20`.
  package let date: String
}

/// The models as text, a file for each.
enum ModelText {}
