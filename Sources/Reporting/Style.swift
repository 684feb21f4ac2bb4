/// How output is dressed: colours only where a terminal shows them, and words beside every symbol in any case.
package struct Style: Sendable, Equatable {
  package enum Role: Sendable, CaseIterable {
    case added, removed, changed, replaced, muted, strong, error, warning, note, success
  }

  package var usesColour: Bool

  package init(usesColour: Bool) {
    self.usesColour = usesColour
  }

  package static let plain = Style(usesColour: false)

  /// The text in the colour of its role (SGR codes that every terminal knows), or as it is.
  package func paint(_ text: String, _ role: Role) -> String {
    usesColour ? "\u{1B}[\(Self.code(role))m\(text)\u{1B}[0m" : text
  }

  /// The length of one of the codes above, where it begins at `start`; nil for any other sequence.
  static func codeLength(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    codes.first { bytes[start...].starts(with: $0) }?.count
  }

  private static let codes = (Role.allCases.map(code) + ["0"]).map { Array("\u{1B}[\($0)m".utf8) }

  private static func code(_ role: Role) -> String {
    switch role {
    case .added, .success: "32"
    case .removed, .error: "31"
    case .changed, .warning: "33"
    case .replaced: "35"
    case .muted: "2"
    case .strong: "1"
    case .note: "36"
    }
  }
}
