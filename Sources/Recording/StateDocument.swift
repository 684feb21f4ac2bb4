package import JSONDocument
package import Resources

/// A whole state as one JSON document, as `state pull` writes it and `state push` takes it.
///
/// The journal, the history and the lock are not part of it: they tell what happened here, not what is.
package struct StateDocument: Sendable {
  package var version: StateVersion
  package var environment: String
  package var provider: ProviderIdentity
  package var resources: [RecordedResource]
  package var revisions: [Revision]
  package var deposed: [DeposedResource]

  package init(
    version: StateVersion, environment: String, provider: ProviderIdentity, resources: [RecordedResource],
    revisions: [Revision], deposed: [DeposedResource] = []
  ) {
    self.version = version
    self.environment = environment
    self.provider = provider
    self.resources = resources
    self.revisions = revisions
    self.deposed = deposed
  }

  /// The newest format. The second knows what replacements have left over; where nothing is, the first one says all, and older
  /// programs read it.
  package static let format = 2

  static func format(ofDeposed count: Int) -> Int { count == 0 ? 1 : format }

  // MARK: Writing

  package var json: JSON {
    var json: JSON = [
      "format": "reconcile-state", "version": .int(Self.format(ofDeposed: deposed.count)), "lineage": .string(version.lineage),
      "serial": .int(version.serial), "environment": .string(environment),
      "provider": [
        "name": .string(provider.name.rawValue), "region": .string(provider.region), "accountId": .string(provider.accountId),
      ],
      "resources": .array(resources.map(Self.json)),
    ]
    if !deposed.isEmpty { json["deposed"] = .array(deposed.map(Self.json)) }
    json["revisions"] = .array(revisions.map(Self.json))
    return json
  }

  private static func json(_ deposed: DeposedResource) -> JSON {
    var json = JSON.object(JSONObject())
    json["run"] = deposed.run.map { .int($0) }
    json["object"] = Self.json(deposed.resource)
    return json
  }

  private static func json(_ resource: RecordedResource) -> JSON {
    var json: JSON = ["address": .string(resource.address.description), "name": .string(resource.identity.name)]
    json["scope"] = resource.identity.scope.map { .string($0) }
    json["arn"] = resource.arn.map { .string($0) }
    json["declared"] = resource.declared
    json["observed"] = resource.observed
    return json
  }

  private static func json(_ revision: Revision) -> JSON {
    [
      "arn": .string(revision.arn), "family": .string(revision.family), "number": .int(revision.number),
      "content": revision.content,
    ]
  }

  // MARK: Reading

  package enum ReadingError: Error, Equatable {
    case notAState
    case newerFormat(Int)
    /// It was printed for people, without its secrets.
    case masked
    /// The place in the document that is missing or of the wrong form.
    case damaged(String)
  }

  package init(_ json: JSON) throws(ReadingError) {
    guard json["format"]?.stringValue == "reconcile-state", let format = json["version"]?.intValue else { throw .notAState }
    guard format <= Self.format else { throw .newerFormat(format) }
    guard json["masked"]?.boolValue != true else { throw .masked }
    guard let lineage = json["lineage"]?.stringValue, !lineage.isEmpty else { throw .damaged("lineage") }
    guard let serial = json["serial"]?.countValue else { throw .damaged("serial") }
    guard let environment = json["environment"]?.stringValue else { throw .damaged("environment") }
    guard let name = json["provider"]?["name"]?.stringValue.flatMap(ProviderName.init),
      let region = json["provider"]?["region"]?.stringValue,
      let account = json["provider"]?["accountId"]?.stringValue
    else { throw .damaged("provider") }
    self.init(
      version: StateVersion(lineage: lineage, serial: serial), environment: environment,
      provider: ProviderIdentity(name: name, region: region, accountId: account),
      resources: try Self.elements(json, "resources", Self.resource),
      revisions: try Self.elements(json, "revisions", Self.revision),
      deposed: json["deposed"] == nil ? [] : try Self.elements(json, "deposed", Self.deposed))
    guard Set(resources.map(\.address)).count == resources.count else {
      throw .damaged("resources: an address stands there twice")
    }
    guard Set(deposed.map(\.identity)).count == deposed.count else {
      throw .damaged("deposed: an object stands there twice")
    }
  }

  private static func elements<T>(
    _ json: JSON, _ member: String, _ read: (JSON) -> T?
  ) throws(ReadingError) -> [T] {
    guard let list = json[member]?.arrayValue else { throw .damaged(member) }
    var elements: [T] = []
    for (position, element) in list.enumerated() {
      guard let read = read(element) else { throw .damaged("\(member)[\(position)]") }
      elements.append(read)
    }
    return elements
  }

  private static func resource(_ json: JSON) -> RecordedResource? {
    guard let address = json["address"]?.stringValue.flatMap({ Address($0) }), let name = json["name"]?.stringValue,
      !name.isEmpty, let declared = json["declared"], let observed = json["observed"]
    else { return nil }
    return RecordedResource(
      address: address, identity: ResourceIdentity(address.kind, name: name, scope: json["scope"]?.stringValue),
      declared: declared.unmarked, observed: observed.unmarked, arn: json["arn"]?.stringValue)
  }

  private static func deposed(_ json: JSON) -> DeposedResource? {
    guard let resource = json["object"].flatMap(Self.resource) else { return nil }
    return DeposedResource(resource, replacedIn: json["run"]?.countValue)
  }

  private static func revision(_ json: JSON) -> Revision? {
    guard let arn = json["arn"]?.stringValue, let family = json["family"]?.stringValue,
      let number = json["number"]?.countValue, let content = json["content"], content.objectValue != nil
    else { return nil }
    return Revision(arn: arn, family: family, number: number, isActive: true, content: content.unmarked)
  }
}
