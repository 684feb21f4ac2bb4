import JSONDocument
import Resources

/// The text of a snapshot, put together from the texts that the cache keeps: nothing is parsed to be written again.
struct SnapshotText {
  var meta: Meta
  var fence: Int
  /// How the values in it are sealed.
  var header: StateKeyHeader?
  /// Each an object in JSON.
  var resources: [String] = []
  var deposed: [String] = []
  var revisions: [String] = []
  var runs: [RunRecord] = []
  var open: [StateSnapshot.OpenOperation] = []

  /// `writing` is unlike in any other snapshot, so that we know our own again.
  ///
  /// Where values are sealed, the whole is too: nobody without the key can put another one together.
  func text(writing: String) throws -> String {
    let seal = try header.map(StateSeal.init) ?? .none
    var parts = [
      #""format":"reconcile-state""#, #""version":\#(StateDocument.format(ofDeposed: deposed.count))"#,
      Self.member("lineage", meta.lineage),
      #""serial":\#(meta.serial)"#, Self.member("environment", meta.environment),
      #""provider":\#(Self.object(["name": meta.provider.name.rawValue, "region": meta.provider.region, "accountId": meta.provider.accountId]))"#,
    ]
    if let header { parts.append(#""encryption":\#(header.json.text())"#) }
    parts += [#""fence":\#(fence)"#, Self.member("writing", writing)]
    parts.append(#""resources":["# + resources.joined(separator: ",") + "]")
    if !deposed.isEmpty { parts.append(#""deposed":["# + deposed.joined(separator: ",") + "]") }
    parts.append(#""revisions":["# + revisions.joined(separator: ",") + "]")
    parts.append(#""runs":\#(JSON.array(runs.map(Self.json)).text())"#)
    parts.append(#""openOperations":\#(JSON.array(try open.map { try Self.json($0, seal) }).text())"#)
    var content = "{" + parts.joined(separator: ",")
    if header != nil {
      content += Self.sealStart + (try seal.seal(ContentDigest(of: content).hex, for: Self.wholePlace)) + "\""
    }
    return content + Self.seal(content)
  }

  static func deposed(_ deposed: StoredDeposed) -> String {
    "{" + (deposed.run.map { "\"run\":\($0)," } ?? "") + "\"object\":" + resource(deposed.stored) + "}"
  }

  static func resource(_ stored: StoredResource) -> String {
    var parts = [member("address", stored.address), member("name", stored.name)]
    if let scope = stored.scope { parts.append(member("scope", scope)) }
    if let arn = stored.arn { parts.append(member("arn", arn)) }
    parts.append(#""declared":"# + value(stored.declared))
    parts.append(#""observed":"# + value(stored.observed))
    return "{" + parts.joined(separator: ",") + "}"
  }

  static func revision(_ stored: StoredRevision, content: String) -> String {
    let head = [member("arn", stored.arn), member("family", stored.family), #""number":\#(stored.number)"#]
    return "{" + head.joined(separator: ",") + #","content":"# + value(content) + "}"
  }

  /// A document as it is, or the text that it is sealed as.
  private static func value(_ text: String) -> String { StateSeal.isSealed(text) ? "\"\(text)\"" : text }

  private static func member(_ name: String, _ text: String) -> String { "\"\(name)\":\(JSON.string(text).text())" }

  private static func object(_ pairs: KeyValuePairs<String, String>) -> String {
    "{" + pairs.map { member($0.key, $0.value) }.joined(separator: ",") + "}"
  }

  // MARK: The sum

  private static func seal(_ content: String) -> String { ",\"checksum\":\"\(ContentDigest(of: content).hex)\"}\n" }

  /// Whether the text ends with the digest of all before it.
  static func isWhole(_ text: String) -> Bool {
    let length = #","checksum":"""#.utf8.count + 64 + "}\n".utf8.count
    guard text.utf8.count > length else { return false }
    let content = String(text.utf8.dropLast(length)) ?? ""
    return content + seal(content) == text
  }

  private static let sealStart = ",\"seal\":\""
  private static let wholePlace = "the whole state"

  /// Throws when the text is not as whoever has the key has written it.
  static func checkSeal(of text: String, _ seal: StateSeal) throws {
    guard let start = text.ranges(of: sealStart).last, let end = text[start.upperBound...].firstIndex(of: "\"") else {
      throw EncryptionProblem.tampered(wholePlace)
    }
    let digest = try seal.open(String(text[start.upperBound..<end]), for: wholePlace)
    guard digest == ContentDigest(of: String(text[..<start.lowerBound])).hex else {
      throw EncryptionProblem.tampered(wholePlace)
    }
    // Behind it stands the sum, and nothing else.
    guard text[end...].hasPrefix("\",\"checksum\":\"") else { throw EncryptionProblem.tampered(wholePlace) }
  }

  // MARK: The journal

  private static func json(_ run: RunRecord) -> JSON {
    var json: JSON = [
      "id": .int(run.id.number), "operation": .string(run.description.operation), "who": .string(run.description.who),
      "imageTags": .named(run.description.imageTags), "startedAt": .int(Int(run.startedAt.seconds)),
      "serialBefore": .int(run.serialBefore),
    ]
    json["sourceCommit"] = run.description.sourceCommit.map { .string($0) }
    json["runUrl"] = run.description.runURL.map { .string($0) }
    json["plan"] = run.description.plan.map { .string($0) }
    if !run.description.targets.isEmpty { json["targets"] = .strings(run.description.targets) }
    json["executes"] = run.description.executes.map { .named($0) }
    json["reason"] = run.description.reason.map { .string($0) }
    json["deed"] = run.description.deed.map { .string($0) }
    json["windowOverride"] = run.description.windowOverride.map { .string($0) }
    json["finishedAt"] = (run.finishedAt?.seconds).map { .int(Int($0)) }
    json["serialAfter"] = run.serialAfter.map { .int($0) }
    if let outcome = run.outcome {
      json["result"] = .string(outcome.result.rawValue)
      json["summary"] = .string(outcome.summary)
      json["verdicts"] = .named(outcome.verdicts)
      if !outcome.durations.isEmpty { json["durations"] = .named(outcome.durations) }
      json["images"] = outcome.images?.json
      if !outcome.objects.isEmpty { json["objects"] = .named(outcome.objects) }
    }
    return json
  }

  static func run(_ json: JSON) -> RunRecord? {
    guard let id = json["id"]?.countValue, let operation = json["operation"]?.stringValue, let who = json["who"]?.stringValue,
      let started = json["startedAt"]?.intValue, let before = json["serialBefore"]?.countValue
    else { return nil }
    let outcome = json["result"]?.stringValue.map { result in
      RunOutcome(
        result: RunResult(rawValue: result), summary: json["summary"]?.stringValue ?? "",
        verdicts: json["verdicts"]?.namedTexts ?? [:],
        durations: json["durations"]?.namedNumbers ?? [:], images: json["images"].map { [RolledOutImage]($0) },
        objects: json["objects"]?.namedTexts ?? [:])
    }
    return RunRecord(
      id: RunID(id),
      description: RunDescription(
        operation: operation, who: who, imageTags: json["imageTags"]?.namedTexts ?? [:],
        sourceCommit: json["sourceCommit"]?.stringValue,
        runURL: json["runUrl"]?.stringValue, plan: json["plan"]?.stringValue,
        targets: json["targets"]?.arrayValue?.compactMap(\.stringValue) ?? [], executes: json["executes"]?.namedLists,
        reason: json["reason"]?.stringValue, deed: json["deed"]?.stringValue, windowOverride: json["windowOverride"]?.stringValue),
      startedAt: Timestamp(seconds: Int64(started)),
      finishedAt: json["finishedAt"]?.intValue.map { Timestamp(seconds: Int64($0)) }, outcome: outcome, serialBefore: before,
      serialAfter: json["serialAfter"]?.countValue)
  }

  private static func json(_ open: StateSnapshot.OpenOperation, _ seal: StateSeal) throws -> JSON {
    let intent = open.operation.intent
    var json: JSON = [
      "id": .int(open.operation.id.number), "run": .int(open.run.number), "address": .string(intent.address.description),
      "name": .string(intent.identity.name),
    ]
    json["scope"] = intent.identity.scope.map { .string($0) }
    json["verb"] = .string(intent.verb.rawValue)
    json["token"] = .string(intent.token)
    json["startedAt"] = .int(Int(open.operation.startedAt.seconds))
    json["declared"] =
      seal.isNone
      ? intent.declared
      : .string(try seal.seal(intent.declared.text(), for: Journal.place(intent.address.description, intent.token)))
    return json
  }

  static func operation(_ json: JSON, _ seal: StateSeal) -> StateSnapshot.OpenOperation? {
    guard let id = json["id"]?.countValue, let run = json["run"]?.countValue,
      let address = json["address"]?.stringValue.flatMap({ Address($0) }), let name = json["name"]?.stringValue,
      let verb = json["verb"]?.stringValue.flatMap(OperationIntent.Verb.init), let token = json["token"]?.stringValue,
      let started = json["startedAt"]?.intValue, let written = json["declared"],
      let declared = try? seal.opened(written, for: Journal.place(address.description, token))
    else { return nil }
    let intent = OperationIntent(
      address: address, identity: ResourceIdentity(address.kind, name: name, scope: json["scope"]?.stringValue), verb: verb,
      token: token, declared: declared.unmarked)
    return StateSnapshot.OpenOperation(
      operation: UnfinishedOperation(
        id: OperationID(id), intent: intent, startedAt: Timestamp(seconds: Int64(started))), run: RunID(run))
  }
}
