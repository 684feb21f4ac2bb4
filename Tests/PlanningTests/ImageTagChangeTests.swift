import JSONDocument
import Resources
import Testing

@testable import Planning

@Suite("A container that gets another version of its image")
struct ImageTagChangeTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var before: String
    var after: String
    /// Nil: it is no such change.
    var way: String?
    var isMoved = false
    var testDescription: String { "\(before) to \(after)" }
  }

  static let digest = "sha256:" + String(repeating: "a", count: 64)
  static let other = "sha256:" + String(repeating: "b", count: 64)

  static let examples = [
    Example(before: "t/app:1", after: "t/app:2", way: "1 to 2"),
    Example(before: "t/app", after: "t/app:2", way: "(none) to 2"),
    Example(before: "t/app:1", after: "t/app", way: "1 to (none)"),
    Example(before: "t/app:1", after: "t/app@\(digest)", way: "1 to \(digest)"),
    Example(before: "t/app:1@\(digest)", after: "t/app:1@\(other)", way: "1 to 1", isMoved: true),
    Example(before: "t/app:1", after: "t/other:1"),
    Example(before: "t/app:1", after: "elsewhere.example/t/app:1"),
    Example(before: "t/app:1", after: "${image.app}"),
  ]

  @Test("is told wherever the repository stays", arguments: examples)
  func isTold(example: Example) {
    let field = FieldChange(
      path: FieldPath.member("containers").key("web").member("image"), before: .known(.string(example.before)),
      after: .known(.string(example.after)), effect: .newRevision)
    let change = field.imageChange
    let way = change.map { "\($0.before.version ?? "(none)") to \($0.after.version ?? "(none)")" }
    #expect(way == example.way)
    #expect(change?.isMoved ?? false == example.isMoved)
    #expect(change == nil || change?.container == "web")
  }

  @Test("is told from either side: what is the file's and what is AWS's may change places")
  func reversed() {
    let field = FieldChange(
      path: FieldPath.member("containers").key("web").member("image"), before: .known("t/app:1"), after: .known("t/app:2"),
      effect: .newRevision)
    #expect(field.reversed.imageChange?.before.version == "2")
    #expect(field.reversed.imageChange?.after.version == "1")
    #expect(field.reversed.reversed == field)
  }

  @Test("is no matter of fields that are no image")
  func otherFields() {
    let field = FieldChange(
      path: FieldPath.member("containers").key("web").member("user"), before: .known("t/app:1"), after: .known("t/app:2"),
      effect: .newRevision)
    #expect(field.imageChange == nil)
  }
}
