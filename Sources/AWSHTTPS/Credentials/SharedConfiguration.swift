import Foundation
import Platform

/// The files `~/.aws/config` and `~/.aws/credentials`, as the `aws` program and AWS's SDKs share them ("Configuration and
/// credential file settings", AWS CLI user guide; botocore 1.43 `configloader.py`).
struct SharedConfiguration: Sendable {
  /// By name; what the credentials file says of a profile comes before what the other says.
  private(set) var profiles: [String: [String: String]] = [:]
  private(set) var sessions: [String: [String: String]] = [:]
  /// Addresses of services, by the name of their section and then as `ecs.endpoint_url`.
  private(set) var services: [String: [String: String]] = [:]
  let configPath: String
  let credentialsPath: String

  init(_ variables: ProcessEnvironment) {
    configPath = Self.path(variables["AWS_CONFIG_FILE"] ?? "~/.aws/config", variables)
    credentialsPath = Self.path(variables["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", variables)
    for (section, values) in Self.sections(of: configPath) {
      let words = section.split(separator: " ", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      let name = Self.unquoted(words.last ?? "")
      switch words.first {
      case "default" where words.count == 1: profiles["default"] = values
      case "profile" where words.count == 2: profiles[name] = values
      case "sso-session" where words.count == 2: sessions[name] = values
      case "services" where words.count == 2: services[name] = values
      default: break
      }
    }
    for (section, values) in Self.sections(of: credentialsPath) {
      profiles[section, default: [:]].merge(values) { _, new in new }
    }
  }

  /// What the profile says of where a service is reached: its own section of services first.
  func endpoint(of service: String, profile: String) -> String? {
    let own = profiles[profile]
    return own?["services"].flatMap { services[$0]?["\(service.lowercased()).endpoint_url"] } ?? own?["endpoint_url"]
  }

  private static func path(_ path: String, _ variables: ProcessEnvironment) -> String {
    path.hasPrefix("~/") ? (variables["HOME"] ?? "") + path.dropFirst() : path
  }

  private static func unquoted(_ name: String) -> String {
    guard name.count >= 2, let quote = name.first, "\"'".contains(quote), name.last == quote else { return name }
    return String(name.dropFirst().dropLast())
  }

  /// Sections with their values; a value on a line that is indented belongs to the one above: `ecs.endpoint_url`. A file that
  /// is not there has none.
  private static func sections(of path: String) -> [(String, [String: String])] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    var sections: [(String, [String: String])] = []
    var outer: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let plain = line.trimmingCharacters(in: .whitespaces)
      guard !plain.isEmpty, !plain.hasPrefix("#"), !plain.hasPrefix(";") else { continue }
      if plain.hasPrefix("["), plain.hasSuffix("]") {
        sections.append((plain.dropFirst().dropLast().trimmingCharacters(in: .whitespaces), [:]))
        outer = nil
        continue
      }
      guard let equals = plain.firstIndex(of: "="), !sections.isEmpty else { continue }
      let name = plain[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
      let value = plain[plain.index(after: equals)...].trimmingCharacters(in: .whitespaces)
      let isInner = line.first?.isWhitespace == true
      if !isInner { outer = name }
      sections[sections.count - 1].1[isInner ? "\(outer ?? "").\(name)" : name] = value
    }
    return sections
  }
}
