import Diagnostics
import JSONDocument

/// Where the tags of an environment come from, and what they are called there.
package struct PromotionSettings: Sendable, Equatable {
  /// Directory of the environment before this one, relative to this one's.
  package var from: String?
  private var mappings: [Mapping] = []

  fileprivate struct Mapping: Sendable, Equatable {
    var source: (prefix: String, suffix: String)
    var target: (prefix: String, suffix: String)

    static func == (left: Mapping, right: Mapping) -> Bool { left.source == right.source && left.target == right.target }

    func target(of tag: String) -> String? {
      guard tag.hasPrefix(source.prefix), tag.hasSuffix(source.suffix),
        tag.count >= source.prefix.count + source.suffix.count
      else { return nil }
      return target.prefix + tag.dropFirst(source.prefix.count).dropLast(source.suffix.count) + target.suffix
    }
  }

  fileprivate init(from: String?, mappings: [Mapping]) {
    self.from = from
    self.mappings = mappings
  }

  /// One that calls every tag as it is called there.
  package init() {}

  /// What a tag of the source is called here: by the first pattern that fits, else the same.
  package func target(of tag: String) -> String { mappings.lazy.compactMap { $0.target(of: tag) }.first ?? tag }
}

/// Reads `promotion` of environment.json.
///
///     "promotion": {"from": "../staging", "tags": {"staging-*": "production-*"}}
struct PromotionReader {
  let file: String

  func read(_ value: JSON?, _ run: inout LoadingRun) -> PromotionSettings? {
    guard let value, !value.isNull else { return nil }
    guard let members = value.objectValue else {
      run.report(
        .error, "promotion", "\"promotion\" is \(value.kindName); it says where tags come from", at: value.mark, file: file,
        fix: "write \"promotion\": {\"from\": \"../staging\"}")
      return nil
    }
    for member in members where !["from", "tags", "//"].contains(member.key) {
      let nearest = Nearest.name(to: member.key, among: ["from", "tags"])
      run.report(
        .error, "promotion", "\"promotion\" knows no \"\(member.key)\"", at: member.mark, file: file,
        fix: nearest.map { "write \"\($0)\"" } ?? "write \"from\" or \"tags\"")
    }
    let from = EnvironmentFile.text(value, "from", &run)
    return PromotionSettings(from: from, mappings: mappings(value["tags"], &run))
  }

  private func mappings(_ value: JSON?, _ run: inout LoadingRun) -> [PromotionSettings.Mapping] {
    guard let value, !value.isNull else { return [] }
    guard let members = value.objectValue else {
      refuse("\"tags\" is \(value.kindName)", at: value.mark, &run)
      return []
    }
    return members.compactMap { member in
      guard let source = Self.parts(member.key), let target = member.value.stringValue.flatMap(Self.parts) else {
        refuse("\"\(member.key)\" and what it becomes need one \"*\" each", at: member.mark, &run)
        return nil
      }
      return PromotionSettings.Mapping(source: source, target: target)
    }
  }

  private func refuse(_ what: String, at mark: SourceMark?, _ run: inout LoadingRun) {
    run.report(
      .error, "promotion-tags", what, at: mark, file: file,
      details: ["What * stands for is the same on both sides."], fix: "write \"tags\": {\"staging-*\": \"production-*\"}")
  }

  private static func parts(_ text: String) -> (prefix: String, suffix: String)? {
    let parts = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }
}
