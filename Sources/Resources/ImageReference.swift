/// A container image as a task definition names it: `registry/repository:tag`, `…@sha256:…`, or both.
///
/// The grammar is the distribution project's; the text is kept exactly (ECS echoes it verbatim, rule E26).
package struct ImageReference: Sendable, Hashable {
  /// Host, with port if it has one; nil when the text names none (Docker Hub).
  package let registry: String?
  package let repository: String
  package let tag: String?
  /// `sha256:` and 64 hexadecimal digits.
  package let digest: String?

  package init(registry: String?, repository: String, tag: String? = nil, digest: String? = nil) {
    self.registry = registry
    self.repository = repository
    self.tag = tag
    self.digest = digest
  }

  /// Splits a reference; nil when it cannot name an image.
  package init?(_ text: String) {
    guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || "<>{}$".contains($0) }) else { return nil }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let digest = parts.count == 2 ? String(parts[1]) : nil
    if let digest, !Self.isDigest(digest) { return nil }

    var path = parts[0]
    var registry: String?
    if let slash = path.firstIndex(of: "/") {
      let first = path[..<slash]
      if first.contains(".") || first.contains(":") || first == "localhost" {
        registry = String(first)
        path = path[path.index(after: slash)...]
      }
    }
    var tag: String?
    if let colon = path.lastIndex(of: ":") {
      tag = String(path[path.index(after: colon)...])
      path = path[..<colon]
    }
    if let tag, !Self.isTag(tag) { return nil }
    guard Self.isRepository(path) else { return nil }
    self.init(registry: registry, repository: String(path), tag: tag, digest: digest)
  }

  /// `[\w][\w.-]{0,127}`
  package static func isTag(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, (1...128).contains(text.utf8.count) else { return false }
    return isWord(first) && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  package static func isDigest(_ text: some StringProtocol) -> Bool {
    text.hasPrefix("sha256:") && text.utf8.count == 71 && text.dropFirst(7).allSatisfy(\.isHexDigit)
  }

  /// Lower-case path components joined by `/`: `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
  package static func isRepository(_ text: some StringProtocol) -> Bool {
    let components = text.split(separator: "/", omittingEmptySubsequences: false)
    return !components.isEmpty && components.allSatisfy { isPathComponent(String($0)) }
  }

  private static func isPathComponent(_ text: String) -> Bool {
    var separator = ""
    var sawLetter = false
    for character in text {
      switch character {
      case "a"..."z", "0"..."9":
        guard separator.isEmpty || [".", "_", "__"].contains(separator) || separator.allSatisfy({ $0 == "-" }) else { return false }
        separator = ""
        sawLetter = true
      case ".", "_", "-":
        guard sawLetter else { return false }
        separator.append(character)
      default: return false
      }
    }
    return sawLetter && separator.isEmpty
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The registry and repository without tag and digest.
  package var name: String { registry.map { "\($0)/\(repository)" } ?? repository }
}

extension ImageReference: CustomStringConvertible {
  package var description: String {
    name + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
  }
}
