import Synchronization

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
  ///
  /// A text is split once, however often it is met: an environment of a thousand services names ten images, and every room
  /// asks about each.
  package init?(_ text: String) {
    guard let known = ParsedReferences.shared.reference(text) else { return nil }
    self = known
  }

  fileprivate init?(parsing text: String) {
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let digest = parts.count == 2 ? String(parts[1]) : nil
    if let digest, !Self.isDigest(digest) { return nil }

    var path = parts[0]
    var registry: String?
    if let slash = path.firstIndex(of: "/") {
      let first = path[..<slash]
      if Self.isRegistry(first) {
        guard first.utf8.allSatisfy(Self.isHostCharacter) else { return nil }
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

  /// By which Docker tells the host of a registry from the first part of a repository.
  package static func isRegistry(_ first: some StringProtocol) -> Bool {
    first.utf8.contains(UInt8(ascii: ".")) || first.utf8.contains(UInt8(ascii: ":")) || first == "localhost"
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
    return !components.isEmpty && components.allSatisfy { isPathComponent(Substring($0).utf8) }
  }

  private static func isPathComponent(_ text: Substring.UTF8View) -> Bool {
    var separator: [UInt8] = []
    var sawLetter = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard isSeparator(separator) else { return false }
        separator.removeAll(keepingCapacity: true)
        sawLetter = true
      case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        guard sawLetter else { return false }
        separator.append(byte)
      default: return false
      }
    }
    return sawLetter && separator.isEmpty
  }

  /// Nothing, one `.`, one or two `_`, any number of `-`.
  private static func isSeparator(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return true }
    guard bytes.allSatisfy({ $0 == first }) else { return false }
    return first == UInt8(ascii: "-") || bytes.count == 1 || (first == UInt8(ascii: "_") && bytes.count == 2)
  }

  /// Of a host name, an address, or a port.
  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    isWord(byte) || ".-:[]".utf8.contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// By what it is told from other images of its repository: the tag, or else the digest.
  package var version: String? { tag ?? digest }

  /// Tag and digest, as a tag map may say them: `v1@sha256:…`; empty where it has neither.
  package var tagAndDigest: String { [tag, digest].compactMap { $0 }.joined(separator: "@") }

  /// The registry and repository without tag and digest.
  package var name: String { registry.map { "\($0)/\(repository)" } ?? repository }
}

extension ImageReference: CustomStringConvertible {
  package var description: String {
    name + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
  }
}

/// References by the texts that they were split from.
private final class ParsedReferences: Sendable {
  static let shared = ParsedReferences()
  /// More texts than any environment names, and longer than any reference; what is beyond is split each time.
  private static let (limit, longest) = (20_000, 512)
  private let known = Mutex<[String: ImageReference?]>([:])

  func reference(_ text: String) -> ImageReference? {
    guard text.utf8.count <= Self.longest else { return ImageReference(parsing: text) }
    if let reference = known.withLock({ $0[text] }) { return reference }
    let reference = ImageReference(parsing: text)
    known.withLock { known in
      if known.count < Self.limit { known[text] = .some(reference) }
    }
    return reference
  }
}
