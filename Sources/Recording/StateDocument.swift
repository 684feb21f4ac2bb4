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

  /// The same with its values sealed, as the state itself has them.
  package func json(under header: StateKeyHeader) throws(EncryptionProblem) -> JSON {
    func sealed(_ resource: inout JSON, _ record: RecordedResource, _ seal: StateSeal) throws {
      let stored = try StoredResource(record).sealed(seal)
      resource["declared"] = .string(stored.declared)
      resource["observed"] = .string(stored.observed)
    }
    do {
      let seal = try StateSeal(header)
      var json = json
      json["encryption"] = header.json
      json["resources"] = .array(
        try resources.map { resource in
          var element = Self.json(resource)
          try sealed(&element, resource, seal)
          return element
        })
      if !deposed.isEmpty {
        json["deposed"] = .array(
          try deposed.map { deposed in
            var (element, object) = (Self.json(deposed), Self.json(deposed.resource))
            try sealed(&object, deposed.resource, seal)
            element["object"] = object
            return element
          })
      }
      json["revisions"] = .array(
        try revisions.map { revision in
          var element = Self.json(revision)
          element["content"] = .string(
            try seal.seal(revision.content.text(), for: StoredRevision.place("content", revision.arn)))
          return element
        })
      return json
    } catch {
      throw error as? EncryptionProblem ?? .keyUnusable("\(error)")
    }
  }

  // MARK: Reading

  package enum ReadingError: Error, Equatable {
    case notAState
    case newerFormat(Int)
    /// It was printed for people, without its secrets.
    case masked
    /// The place in the document that is missing or of the wrong form.
    case damaged(String)
    case encryption(EncryptionProblem)
  }

  /// The keys of an encrypted one were opened before.
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
    let seal: StateSeal
    do { seal = try StateKeyHeader(json["encryption"]).map(StateSeal.init) ?? .none } catch {
      throw .encryption(error as? EncryptionProblem ?? .keyMissing)
    }
    self.init(
      version: StateVersion(lineage: lineage, serial: serial), environment: environment,
      provider: ProviderIdentity(name: name, region: region, accountId: account),
      resources: try Self.elements(json, "resources") { try Self.resource($0, seal) },
      revisions: try Self.elements(json, "revisions") { try Self.revision($0, seal) },
      deposed: json["deposed"] == nil ? [] : try Self.elements(json, "deposed") { try Self.deposed($0, seal) })
    guard Set(resources.map(\.address)).count == resources.count else {
      throw .damaged("resources: an address stands there twice")
    }
    guard Set(deposed.map(\.identity)).count == deposed.count else {
      throw .damaged("deposed: an object stands there twice")
    }
  }

  private static func elements<T>(
    _ json: JSON, _ member: String, _ read: (JSON) throws -> T?
  ) throws(ReadingError) -> [T] {
    guard let list = json[member]?.arrayValue else { throw .damaged(member) }
    var elements: [T] = []
    for (position, element) in list.enumerated() {
      let value: T?
      do { value = try read(element) } catch { throw .encryption(error as? EncryptionProblem ?? .keyUnusable("\(error)")) }
      guard let value else { throw .damaged("\(member)[\(position)]") }
      elements.append(value)
    }
    return elements
  }

  private static func resource(_ json: JSON, _ seal: StateSeal) throws -> RecordedResource? {
    guard let address = json["address"]?.stringValue.flatMap({ Address($0) }), let name = json["name"]?.stringValue,
      !name.isEmpty, let declared = json["declared"], let observed = json["observed"]
    else { return nil }
    let scope = json["scope"]?.stringValue
    func opened(_ value: JSON, _ member: StoredResource.Member) throws -> JSON {
      try seal.opened(value, for: StoredResource.place(member, address.description, name: name, scope: scope))
    }
    return RecordedResource(
      address: address, identity: ResourceIdentity(address.kind, name: name, scope: scope),
      declared: try opened(declared, .declared).unmarked, observed: try opened(observed, .observed).unmarked,
      arn: json["arn"]?.stringValue)
  }

  private static func deposed(_ json: JSON, _ seal: StateSeal) throws -> DeposedResource? {
    guard let resource = try json["object"].flatMap({ try Self.resource($0, seal) }) else { return nil }
    return DeposedResource(resource, replacedIn: json["run"]?.countValue)
  }

  private static func revision(_ json: JSON, _ seal: StateSeal) throws -> Revision? {
    guard let arn = json["arn"]?.stringValue, let family = json["family"]?.stringValue,
      let number = json["number"]?.countValue, let written = json["content"]
    else { return nil }
    let content = try seal.opened(written, for: StoredRevision.place("content", arn))
    guard content.objectValue != nil else { return nil }
    return Revision(arn: arn, family: family, number: number, isActive: true, content: content.unmarked)
  }
}
