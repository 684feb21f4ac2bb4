import AWS
import GRDB
import JSONDocument

/// What a task finds when it pulls an image.
enum PulledImage: Equatable, Sendable {
  /// It is there, or its registry is not one of the simulated cloud and is taken to have it.
  case runs(digest: String?)
  /// Nobody pushed it.
  case missing
  /// It is there, and its containers end at once.
  case exits(code: Int)
}

/// Looks images up in the registries of all accounts of the cloud.
struct Registries {
  let call: Call

  func image(_ reference: String) throws(AWSError) -> PulledImage {
    let parts = reference.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let scope = Scope(registry: parts[0]), try isSimulated(scope) else { return .runs(digest: nil) }
    let documents = call.elsewhere(scope).documents
    guard let digest = try digest(String(parts[1]), documents) else { return .missing }
    guard let image = try documents.document(.images, digest.key) else { return .missing }
    if let code = image["exitCode"]?.intValue { return .exits(code: code) }
    return .runs(digest: digest.digest)
  }

  private func isSimulated(_ scope: Scope) throws(AWSError) -> Bool {
    try attempt {
      let statement = try call.database.cachedStatement(sql: "SELECT 1 FROM scopes WHERE name = ?")
      return try Bool.fetchOne(statement, arguments: [scope.name]) ?? false
    }
  }

  /// `repository:tag`, `repository@sha256:…` or both; then the digest counts.
  private func digest(_ name: String, _ documents: Documents) throws(AWSError) -> (digest: String, key: String)? {
    let halves = name.split(separator: "@", maxSplits: 1)
    let tagged = halves[0].split(separator: ":", maxSplits: 1)
    let repository = String(tagged[0])
    if halves.count == 2 { return (String(halves[1]), "\(repository) \(halves[1])") }
    let tag = tagged.count == 2 ? String(tagged[1]) : "latest"
    guard let digest = try documents.text(.imageTags, "\(repository) \(tag)") else { return nil }
    return (digest, "\(repository) \(digest)")
  }
}
