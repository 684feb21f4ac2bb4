import Diagnostics
import JSONDocument
import Resources

/// Reads `deletions` and `preventDestroy` of environment.json: lists of addresses, in which `*` stands for any letters.
///
///     "deletions": ["aws_ecs_service.old-worker"],
///     "preventDestroy": ["aws_ecs_service.api", "aws_ecr_repository.*"]
enum ProtectionReader {
  static func patterns(_ document: JSON, _ member: String, file: String, _ run: inout LoadingRun) -> [AddressPattern] {
    guard let value = document[member], !value.isNull else { return [] }
    guard let entries = value.arrayValue else {
      run.report(
        .error, "address-list", "\"\(member)\" is \(value.kindName); it is a list of addresses", at: value.mark, file: file,
        fix: "write \"\(member)\": [\"aws_ecs_service.api\"]")
      return []
    }
    return entries.compactMap { entry in
      if let text = entry.stringValue, isPattern(text) { return AddressPattern(text) }
      let parts = (entry.stringValue ?? "").split(separator: ".", maxSplits: 1).map(String.init)
      let kind = Nearest.name(to: parts.first ?? "", among: ResourceKind.all.map(\.type))
      let nearest = kind.map { "\($0).\(parts.count == 2 ? parts[1] : "*")" }
      run.report(
        .error, "address-list-entry",
        entry.stringValue.map { "\"\($0)\" in \"\(member)\" is no address" }
          ?? "an entry of \"\(member)\" is \(entry.kindName); it must be an address",
        at: entry.mark, file: file, details: ["An address is a kind and a name, in which * stands for any letters."],
        fix: nearest.map { "write \"\($0)\"" } ?? "write an address, such as \"aws_ecs_service.api\"")
      return nil
    }
  }

  /// A kind that exists, and a name.
  private static func isPattern(_ text: String) -> Bool {
    if text == "*" { return true }
    guard let dot = text.firstIndex(of: "."), text.index(after: dot) != text.endIndex else { return false }
    let kind = String(text[..<dot])
    return ResourceKind.all.contains { NamePattern.fits(kind, $0.type) }
  }
}
