import JSONDocument
import Resources

/// A task definition as rules look at it. A class, so that handing it to a hundred rules copies nothing.
final class TaskDefinitionView: Sendable {
  let resource: Resource
  let containers: [ContainerView]
  /// The first container of each name.
  let byName: [String: ContainerView]
  /// As it is written; nil when it is not.
  let networkMode: String?
  /// It is still to be filled in.
  private let hasOpenNetworkMode: Bool
  /// Why it must be fit for Fargate; nil when it need not.
  let fargate: FargateReason?
  let isWindows: Bool

  enum FargateReason: Sendable {
    case declared
    /// The service's address: ECS checks the definition when a service wants to run it (rule V88).
    case service(Address)

    /// For the details of a finding.
    var sentence: String? {
      switch self {
      case .declared: nil
      case .service(let address): "\(address) runs it on Fargate."
      }
    }
  }

  init(_ resource: Resource, runOnFargateBy service: Address?) {
    self.resource = resource
    let document = TaskDefinitionDocument(resource.attributes)
    containers = document.containers.enumerated().compactMap { position, container in
      container.json.objectValue == nil ? nil : ContainerView(container, position: position)
    }
    byName = Dictionary(
      containers.compactMap { container in container.name.map { ($0, container) } }, uniquingKeysWith: { first, _ in first })
    hasOpenNetworkMode = document.networkMode.map { JSON.string($0).isOpen } ?? false
    networkMode = hasOpenNetworkMode ? nil : document.networkMode
    fargate = document.isForFargate ? .declared : service.map { .service($0) }
    isWindows = document.isWindows
  }

  var attributes: JSON { resource.attributes }
  var isFargate: Bool { fargate != nil }
  /// What ECS takes when none is written. Unknown while it is still to be filled in.
  var mode: String? {
    hasOpenNetworkMode ? nil : networkMode ?? "bridge"
  }
  /// Sentences that say why a rule about Fargate holds here.
  var fargateDetails: [String] { fargate?.sentence.map { [$0] } ?? [] }
  /// CPU units of the task; nil when none is written or it is no size.
  var cpu: Int? { attributes["cpu"].flatMap(TaskSize.cpu) }
  /// MiB of the task.
  var memory: Int? { attributes["memory"].flatMap(TaskSize.memory) }
}

final class ContainerView: Sendable {
  let document: ContainerDocument
  let position: Int
  /// The members that many rules ask for.
  let name: String?
  let ports: [JSON]
  /// The image, when it is written whole and can be one.
  let image: ImageReference?

  init(_ document: ContainerDocument, position: Int) {
    self.document = document
    self.position = position
    name = document.name.flatMap { JSON.string($0).plainText }
    ports = document.json.objects("portMappings")
    image = document.image
  }

  var json: JSON { document.json }

  /// For sentences: `container "web"`.
  var label: String { name.map { "container \"\($0)\"" } ?? "container \(position + 1)" }
  var isEssential: Bool { document.isEssential }
}

/// Sizes of tasks, as ECS takes them: numbers, digits, or digits with a unit (RegisterTaskDefinition, `cpu`, `memory`).
enum TaskSize {
  static func cpu(_ json: JSON) -> Int? { units(json, "vcpu") }
  static func memory(_ json: JSON) -> Int? { units(json, "gb") }

  private static func units(_ json: JSON, _ unit: String) -> Int? {
    number(json, unit).flatMap { (0...1 << 40).contains($0) ? $0 : nil }
  }

  private static func number(_ json: JSON, _ unit: String) -> Int? {
    if let number = json.intValue { return number }
    guard let text = json.plainText?.lowercased() else { return nil }
    let plain = text.filter { !$0.isWhitespace }
    if plain.hasSuffix(unit), let amount = Double(plain.dropLast(unit.count)), amount.isFinite, (0..<1e6).contains(amount) {
      return Int((amount * 1024).rounded())
    }
    return Int(plain)
  }
}
