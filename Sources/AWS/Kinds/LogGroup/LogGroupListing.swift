import JSONDocument
import Providers

/// Finds log groups by name. The API finds by prefix only, fifty to a page.
struct LogGroupListing {
  let calls: APICalls

  /// Lists what begins like all the names do; when that turns out to be more pages than there are names, the rest is
  /// looked up name by name. So it never costs more than two calls for each name, and mostly a few for all.
  func groups(_ names: Set<String>) async throws(ProviderError) -> [String: JSON] {
    guard names.count > 1 else { return try await single(names.first) }
    let prefix = Self.commonPrefix(names)
    let input = JSON.members(("logGroupNamePrefix", JSON.string(prefix).unlessEmpty), ("limit", 50))
    let listing = try await calls.pages(.logs, "DescribeLogGroups", input, of: "logGroups", limit: names.count)
    var found = Self.byName(listing.elements).filter { names.contains($0.key) }
    guard !listing.isComplete else { return found }
    let rest = names.subtracting(found.keys).sorted()
    for group in try await concurrently(rest, { name throws(ProviderError) in try await single(name) }) {
      found.merge(group) { first, _ in first }
    }
    return found
  }

  private func single(_ name: String?) async throws(ProviderError) -> [String: JSON] {
    guard let name else { return [:] }
    let listing = try await calls.pages(
      .logs, "DescribeLogGroups", ["logGroupNamePrefix": .string(name), "limit": 50], of: "logGroups")
    return Self.byName(listing.elements).filter { $0.key == name }
  }

  private static func byName(_ groups: [JSON]) -> [String: JSON] {
    Dictionary(groups.map { ($0["logGroupName"]?.stringValue ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  static func commonPrefix(_ names: Set<String>) -> String {
    guard let first = names.min(), let last = names.max() else { return "" }
    return String(zip(first.unicodeScalars, last.unicodeScalars).prefix { $0 == $1 }.map { Character($0.0) })
  }
}
