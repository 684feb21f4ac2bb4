import Diagnostics
import JSONDocument
import Resources

/// `state` in environment.json: where what is recorded is kept.
struct StateSettingsReader {
  private let document: JSON
  private let environment: String
  private let file: String

  init(_ document: JSON, environment: String, file: String) {
    self.document = document
    self.environment = environment
    self.file = file
  }

  private static let own = ["backend", "directory", "encryption"]
  private static let ofS3 = ["bucket", "key", "region", "endpoint", "profile", "encrypt", "kmsKeyId", "bucketOwner"]

  /// Nil for a state in a file, and when something is wrong.
  func read(_ run: inout LoadingRun) -> SharedStateSettings? {
    guard let members = document.objectValue else {
      if !document.isNull {
        run.report(
          .error, "state-not-an-object", "\"state\" is \(document.kindName); it says where the state is kept", at: document.mark,
          file: file, fix: "write \"state\": {\"directory\": \"../../state\"}")
      }
      return nil
    }
    for member in members { check(member, &run) }
    let backend = EnvironmentFile.text(document, "backend", &run) ?? "local"
    switch backend {
    case "s3": return object(&run)
    case "local": refuseMembersOfS3(members, &run)
    default:
      run.report(
        .error, "state-backend-unknown", "no backend of states is called \"\(backend)\"", at: document["backend"]?.mark,
        file: file, fix: "write \"s3\", or \"local\" for a file of this machine")
    }
    return nil
  }

  private func check(_ member: JSONObject.Member, _ run: inout LoadingRun) {
    let known = Self.own + Self.ofS3
    guard !known.contains(member.key), member.key != "//" else { return }
    run.report(
      .error, "state-member-unknown", "\"state\" knows no \"\(member.key)\"", at: member.mark, file: file,
      fix: Nearest.name(to: member.key, among: known).map { "write \"\($0)\"" }
        ?? "remove it; beside \(Self.own.joined(separator: ", ")) it knows \(Self.ofS3.joined(separator: ", "))")
  }

  private func refuseMembersOfS3(_ members: JSONObject, _ run: inout LoadingRun) {
    guard let stray = members.first(where: { Self.ofS3.contains($0.key) && !$0.value.isNull }) else { return }
    run.report(
      .error, "state-member-without-backend", "\"\(stray.key)\" belongs to a state in S3, and no backend is named",
      at: stray.mark, file: file, details: ["It would be ignored, and the state kept in a file of this machine."],
      fix: "add \"backend\": \"s3\"")
  }

  // MARK: S3

  private func object(_ run: inout LoadingRun) -> SharedStateSettings? {
    let bucket = required("bucket", "acme-reconcile-state", &run)
    let key = required("key", "tracker/${environment}.json", &run)
    let encryption = encryption(&run)
    guard let bucket, let key, isBucket(bucket, &run), let place = place(key, &run) else { return nil }
    var settings = SharedStateSettings(
      bucket: bucket, key: place, region: EnvironmentFile.text(document, "region", &run),
      profile: EnvironmentFile.text(document, "profile", &run), endpoint: endpoint(&run),
      encryption: encryption)
    settings.bucketOwner = bucketOwner(&run)
    return settings
  }

  private func bucketOwner(_ run: inout LoadingRun) -> String? {
    guard let owner = EnvironmentFile.text(document, "bucketOwner", &run) else { return nil }
    if owner.utf8.count == 12, owner.utf8.allSatisfy({ (48...57).contains($0) }) { return owner }
    run.report(
      .error, "account-id", "\"\(owner)\" is no AWS account id", at: document["bucketOwner"]?.mark, file: file,
      fix: "write its twelve digits in quotes")
    return nil
  }

  /// As Terraform's S3 backend has it; a key by itself means encryption, too.
  private func encryption(_ run: inout LoadingRun) -> ObjectEncryption? {
    let key = EnvironmentFile.text(document, "kmsKeyId", &run).flatMap { $0.isEmpty ? nil : $0 }
    let encrypt = document["encrypt"]
    guard let encrypt, !encrypt.isNull else { return key.map { .kms(key: $0) } }
    guard let isEncrypted = encrypt.boolValue else {
      run.report(
        .error, "state-encrypt", "\"encrypt\" is \(encrypt.kindName); it is true or false", at: encrypt.mark, file: file,
        fix: "write \"encrypt\": true, and the key's id or alias as \"kmsKeyId\" when it is one in KMS")
      return nil
    }
    if let key, !isEncrypted {
      run.report(
        .error, "state-encrypt", "\"kmsKeyId\" names a key, and \"encrypt\" is false", at: encrypt.mark, file: file,
        fix: "write \"encrypt\": true, or remove \"kmsKeyId\": \"\(key)\"")
      return nil
    }
    return isEncrypted ? key.map { .kms(key: $0) } ?? .s3 : nil
  }

  private func required(_ member: String, _ example: String, _ run: inout LoadingRun) -> String? {
    if document[member].map(\.isNull) ?? true {
      run.report(
        .error, "state-incomplete", "a state in S3 needs a \"\(member)\"", at: document.mark, file: file,
        fix: "add \"\(member)\": \"\(example)\"")
    }
    return EnvironmentFile.text(document, member, &run)
  }

  /// S3 user guide, "General purpose bucket naming rules".
  private func isBucket(_ name: String, _ run: inout LoadingRun) -> Bool {
    let isLegal = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    if isLegal, (3...63).contains(name.utf8.count), name.first != "-", name.first != "." { return true }
    run.report(
      .error, "state-bucket", "\"\(name)\" cannot be the name of a bucket", at: document["bucket"]?.mark, file: file,
      details: ["Names have 3 to 63 small letters, digits, \"-\" and \".\"."], fix: "write the bucket's name without \"s3://\"")
    return false
  }

  /// `${environment}` lets environments on one base have a state each.
  private func place(_ key: String, _ run: inout LoadingRun) -> String? {
    let place = key.replacing("${environment}", with: environment)
    let isPlain = place.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    if place.contains("${") {
      run.report(
        .error, "state-key", "only \"${environment}\" stands for something in \"key\"", at: document["key"]?.mark, file: file,
        fix: "write \"tracker/${environment}.json\"")
    } else if place.hasPrefix("/") || place.hasSuffix("/") || place.utf8.count > 1000 || !isPlain {
      run.report(
        .error, "state-key", "\"\(place.prefix(80))\" cannot be the key of a state", at: document["key"]?.mark, file: file,
        details: ["Keys have at most 1,000 bytes and neither begin nor end with \"/\"."],
        fix: "write \"tracker/\(environment).json\"")
    } else {
      return place
    }
    return nil
  }

  private func endpoint(_ run: inout LoadingRun) -> String? {
    guard let endpoint = EnvironmentFile.text(document, "endpoint", &run) else { return nil }
    if endpoint.hasPrefix("https://") || endpoint.hasPrefix("http://") { return endpoint }
    run.report(
      .error, "state-endpoint", "\"\(endpoint)\" is no address of a store", at: document["endpoint"]?.mark, file: file,
      fix: "write it with its scheme: \"https://\(endpoint)\"")
    return nil
  }
}
