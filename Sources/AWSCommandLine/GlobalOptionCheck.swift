import AWS
import Providers

/// Whether region, profile and endpoint are written as such. They come from files that may be a stranger's, and they are
/// values of options, so they are looked at before the program is started.
///
/// The program expands no `file://` in these (only in parameters of operations: awscli's `load-cli-arg`). Variables of the
/// environment would not do: a profile that is named by a variable yields to keys in the environment, and programs before
/// 1.29.1 and 2.13.0 do not know the one for endpoints.
struct GlobalOptionCheck: Sendable {
  var region: String
  var profile: String?
  var endpoint: String?

  /// Nil when nothing speaks against starting the program.
  var refusal: AWSError? {
    if !Self.isRegion(region) { return Self.refusal("region", region, "have letters, digits and \"-\"") }
    if let profile, !Self.isProfile(profile) {
      return Self.refusal("profile", profile, "have letters, digits, spaces and \(Self.marksOfProfiles)")
    }
    if let endpoint, !Self.isEndpoint(endpoint) {
      return Self.refusal("endpoint", endpoint, "begin with \"https://\" or \"http://\" and name a host")
    }
    return nil
  }

  private static func refusal(_ what: String, _ value: String, _ rule: String) -> AWSError {
    let shown = String(value.unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    return AWSError(code: LocalErrorCode.invalidInput, message: "\"\(shown)\" cannot be a \(what); \(what)s \(rule)")
  }

  /// By botocore's `validate_region_name`: one label of a host's name.
  private static func isRegion(_ name: String) -> Bool {
    (1...63).contains(name.utf8.count) && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      && !name.hasPrefix("-") && !name.hasSuffix("-")
  }

  private static let marksOfProfiles = "._-/@%+=:,"

  private static func isProfile(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("://")
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || marksOfProfiles.contains($0) }
  }

  private static func isEndpoint(_ address: String) -> Bool {
    guard let scheme = ["https://", "http://"].first(where: address.hasPrefix) else { return false }
    let rest = address.utf8.dropFirst(scheme.utf8.count)
    return rest.first.map { isLetterOrDigit($0) || $0 == UInt8(ascii: "[") } ?? false
      && rest.allSatisfy { isLetterOrDigit($0) || "-._~:/[]%".utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
