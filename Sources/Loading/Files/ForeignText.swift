import Diagnostics

/// Texts in another language than JSON.
enum ForeignText {
  /// By the name, else by how the text begins: with `---`, or with a key without quotes (`family: api`).
  static func isYAML(_ text: SourceText) -> Bool {
    if text.path.hasSuffix(".yml") || text.path.hasSuffix(".yaml") { return true }
    let lines = text.bytes.prefix(4096).split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first(where: { $0.first != UInt8(ascii: "#") }) else { return false }
    if first.starts(with: "---".utf8) { return true }
    let key = first.prefix { isKeyByte($0) }
    let rest = first.dropFirst(key.count)
    return !key.isEmpty && rest.first == UInt8(ascii: ":")
      && [UInt8(ascii: " "), UInt8(ascii: "\r"), nil].contains(rest.dropFirst().first)
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
