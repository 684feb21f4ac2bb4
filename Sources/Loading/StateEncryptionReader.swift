import Diagnostics
import JSONDocument
import Platform
import Resources
import Sealing

/// `state.encryption` of environment.json: the key that the values of the state are encrypted with, and those of before.
///
///     "encryption": {"passphraseFile": "/run/secrets/state", "fallback": [{"kmsKeyId": "alias/state"}]}
struct StateEncryptionReader {
  let file: String
  /// That of the environment, absolute.
  let directory: String

  private static let ways = ["passphraseFile", "passphraseVariable", "kmsKeyId"]

  /// Nil when nothing is to be encrypted, and when something is wrong.
  func read(_ json: JSON?, _ run: inout LoadingRun) -> StateEncryption? {
    guard let json, !json.isNull else { return nil }
    guard let first = key(json, ["fallback"], &run) else { return nil }
    var keys = [first]
    if let fallback = json["fallback"], !fallback.isNull {
      for other in fallback.arrayValue ?? [fallback] {
        guard let key = key(other, [], &run) else { return nil }
        keys.append(key)
      }
    }
    return StateEncryption(keys)
  }

  private func key(_ json: JSON, _ more: [String], _ run: inout LoadingRun) -> StateEncryption.Key? {
    guard let members = json.objectValue else {
      report("a key is an object, and this is \(json.kindName)", json.mark, &run)
      return nil
    }
    let known = Self.ways + ["iterations", "//"] + more
    for member in members where !known.contains(member.key) {
      report(
        "a key knows no \"\(member.key)\"", member.mark, &run,
        fix: Nearest.name(to: member.key, among: known).map { "write \"\($0)\"" })
      return nil
    }
    let named = Self.ways.filter { json[$0].map { !$0.isNull } ?? false }
    guard named.count == 1, let text = EnvironmentFile.text(json, named[0], &run), !text.isEmpty else {
      report(
        named.count > 1 ? "\"\(named[0])\" and \"\(named[1])\" are two keys" : "\"encryption\" names no key", json.mark, &run,
        fix: named.count > 1 ? "write the one of before into \"fallback\"" : nil)
      return nil
    }
    guard let iterations = iterations(json["iterations"], &run) else { return nil }
    return switch named[0] {
    case "passphraseFile": .passphraseFile(Paths.joined(directory, text), iterations: iterations)
    case "passphraseVariable": .passphraseVariable(text, iterations: iterations)
    default: .kms(text)
    }
  }

  /// Nil when it is no number that makes sense.
  private func iterations(_ json: JSON?, _ run: inout LoadingRun) -> Int?? {
    guard let json, !json.isNull else { return .some(nil) }
    if let number = json.intValue, (Passphrase.fewestIterations...10_000_000).contains(number) { return number }
    report(
      "\"iterations\" is \(json.text()); it is a number of \(Passphrase.fewestIterations) or more", json.mark, &run,
      fix: "leave it out: \(Passphrase.iterations) are taken")
    return nil
  }

  private func report(_ message: String, _ mark: SourceMark?, _ run: inout LoadingRun, fix: String? = nil) {
    run.report(
      .error, "state-encryption", message, at: mark, file: file,
      fix: fix ?? "write \"encryption\": {\"passphraseFile\": \"/run/secrets/state\"}, or \"passphraseVariable\", or \"kmsKeyId\""
    )
  }
}
