import AWS
import JSONDocument
import Testing

@testable import SimulatedAWS

/// Every leaf of every input of AWS's model, broken in each way, is refused by the place that it has.
@Suite("Inputs that AWS's model refuses")
struct ModelledInputTests {
  private static let services: [AWSRequest.Service] = [.ecs, .ecr, .logs, .sts, .applicationAutoscaling]

  @Test("no operation of a modelled service takes another shape than the model's", arguments: services)
  func leaves(service: AWSRequest.Service) throws {
    var probes = 0
    for name in Operation.names(of: service) {
      let operation = try #require(Operation.named(name, of: service))
      guard case .members(let members) = operation.shape else {
        Issue.record("\(name) has no input of the model")
        continue
      }
      let shape = InputShape.members(members).optional
      for probe in Self.probes(of: shape, depth: 0) {
        probes += 1
        #expect(throws: AWSError.self, "\(name) takes \(probe.text())") {
          try InputCheck.check(probe, shape, operation.dialect)
        }
      }
      // What a model requires is missed, unless the operation says so itself.
      for member in members where member.isRequired {
        #expect(throws: AWSError.self, "\(name) without \(member.name)") { try operation.check([:]) }
      }
    }
    #expect(probes > 10)
  }

  /// Documents with one thing wrong in each, at every depth.
  private static func probes(of shape: InputShape, depth: Int) -> [JSON] {
    guard depth < 8 else { return [] }
    func inner(_ shape: InputShape) -> [JSON] { probes(of: shape, depth: depth + 1) }
    switch shape {
    case .anything: return []
    case .string, .text: return [[:], [["a"]]]
    case .integer, .number, .integers: return ["many", [:]]
    case .boolean: return ["yes", 1]
    case .timestamp: return [[:]]
    case .values: return ["NO_SUCH_VALUE", [:]]
    case .list(let element), .bounded(let element, _): return [[:], "text"] + inner(element).map { .array([$0]) }
    case .map: return ["text", .array([])]
    case .dictionary(_, let value): return ["text", .array([])] + inner(value).map { .members(("key", $0)) }
    case .members(let members):
      let broken = members.flatMap { member in inner(member.shape).map { JSON.members((member.name, $0)) } }
      let misspelt = members.map { JSON.members(($0.name + "x", "text")) }
      return ["text", .array([])] + misspelt + broken
    }
  }
}

extension InputShape {
  /// The same with nothing that is required, at any depth: one fault at a time.
  fileprivate var optional: InputShape {
    switch self {
    case .list(let element): .list(element.optional)
    case .bounded(let element, let count): .bounded(element.optional, count)
    case .dictionary(let key, let value): .dictionary(key: key, value: value.optional)
    case .members(let members):
      .members(members.map { Member(name: $0.name, isRequired: false, shape: $0.shape.optional) })
    default: self
    }
  }
}
