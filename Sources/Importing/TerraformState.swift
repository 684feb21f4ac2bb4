package import JSONDocument
package import Resources

/// What a Terraform state (format 4) holds of the kinds that we know.
package struct TerraformState: Sendable {
  package struct Entry: Sendable, Equatable {
    /// As Terraform prints it: `module.app.aws_ecs_service.this["api"]`.
    package var address: String
    package var identity: ResourceIdentity
    package var arn: String?
  }

  package enum ReadingError: Error, Equatable {
    case notAState
    case otherFormat(Int)
  }

  package private(set) var entries: [Entry] = []
  /// Managed resources of other types; data sources are nobody's.
  package private(set) var others = 0
  /// Addresses of known types whose attributes do not say what they are.
  package private(set) var unclear: [String] = []

  package init(_ json: JSON) throws(ReadingError) {
    guard let format = json["version"]?.intValue, let resources = json["resources"]?.arrayValue else { throw .notAState }
    guard format == 4 else { throw .otherFormat(format) }
    for resource in resources where resource["mode"]?.stringValue == "managed" { add(resource) }
    entries.sort { $0.address < $1.address }
  }

  private mutating func add(_ resource: JSON) {
    let instances = resource["instances"]?.arrayValue ?? []
    guard let kind = resource["type"]?.stringValue.flatMap(ResourceKind.named) else {
      others += instances.count
      return
    }
    for instance in instances {
      let address = Self.address(resource, instance)
      let attributes = instance["attributes"] ?? .null
      guard let identity = kind.identity(ofTerraform: attributes) else {
        unclear.append(address)
        continue
      }
      let arn = attributes["arn"]?.stringValue ?? attributes["id"]?.stringValue
      entries.append(Entry(address: address, identity: identity, arn: arn.flatMap { ARN.isARN($0) ? $0 : nil }))
    }
  }

  private static func address(_ resource: JSON, _ instance: JSON) -> String {
    let module = resource["module"]?.stringValue.map { "\($0)." } ?? ""
    let key =
      instance["index_key"].map { key in key.stringValue.map { "[\"\($0)\"]" } ?? "[\(key.text())]" } ?? ""
    return "\(module)\(resource["type"]?.stringValue ?? "").\(resource["name"]?.stringValue ?? "")\(key)"
  }
}

/// Which entries of a Terraform state an environment takes over.
package struct TerraformMatch: Sendable {
  package struct Skipped: Sendable, Equatable {
    package var address: String
    package var reason: String
  }

  package private(set) var taken: [(entry: TerraformState.Entry, resource: Resource)] = []
  package private(set) var skipped: [Skipped] = []

  /// An entry is taken when a file declares the same object and nothing is recorded of it yet.
  package init(_ state: TerraformState, desired: DesiredState, recorded: RecordedState) {
    let declared = Dictionary(desired.resources.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Dictionary(recorded.resources.map { ($0.identity, $0.address) }, uniquingKeysWith: { first, _ in first })
    let addresses = Set(recorded.resources.map(\.address))
    let provider = desired.environment.provider
    for entry in state.entries {
      if let place = Self.otherPlace(entry.arn, provider) {
        skip(entry, "it lives in \(place)")
      } else if let address = known[entry.identity] {
        skip(entry, "it is recorded already, at \(address)")
      } else if let resource = declared[entry.identity] {
        if addresses.contains(resource.address) {
          skip(entry, "\(resource.address) is recorded for another object")
        } else if taken.contains(where: { $0.resource.address == resource.address }) {
          skip(entry, "another resource of this state stands for \(resource.address) as well")
        } else {
          taken.append((entry, resource))
        }
      } else {
        skip(entry, "no file declares \(entry.identity.kind.noun) \"\(entry.identity)\"")
      }
    }
    skipped += state.unclear.map { Skipped(address: $0, reason: "its attributes name no object") }
  }

  /// An entry that turned out not to be there.
  package mutating func drop(_ address: String, because reason: String) {
    taken.removeAll { $0.entry.address == address }
    skipped.append(Skipped(address: address, reason: reason))
  }

  private mutating func skip(_ entry: TerraformState.Entry, _ reason: String) {
    skipped.append(Skipped(address: entry.address, reason: reason))
  }

  /// `account 2222, us-east-1` when an ARN names another place than the environment's.
  private static func otherPlace(_ arn: String?, _ provider: ProviderIdentity) -> String? {
    guard let arn = arn.flatMap(ARN.init), arn.region != provider.region || arn.account != provider.accountId else { return nil }
    return "account \(arn.account), \(arn.region)"
  }
}
