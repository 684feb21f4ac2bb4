import Diagnostics
import JSONDocument
import Platform
import Resources
import Validation

/// `validation.silence` of environment.json: warnings and notes that an environment accepts, each with a reason.
///
/// ```
/// "validation": {"silence": [
///   {"rule": "image-fixed", "path": "task-definitions/proxy.json", "reason": "comes from another team"},
///   {"rule": "secret-in-environment", "path": "task-definitions/api.json#/containerDefinitions/0", "reason": "a test key"}
/// ]}
/// ```
/// Errors stay errors: what AWS refuses is refused whatever anybody accepts.
struct Silencing {
  private struct Entry {
    var rule: String
    /// Relative to the environment, and to its bases; nil: everywhere.
    var file: String?
    /// Names and positions of a JSON pointer; empty: the whole file.
    var pointer: [String]
    var json: JSON
  }

  private var entries: [Entry] = []

  /// Findings that are made outside of the rules and may be silenced as well.
  private static let otherCodes = [
    "environment-member-unknown", "hcl-variables-not-read", "ignore-unused", "output-only-dropped",
  ]

  init(_ document: JSON?, _ run: inout LoadingRun) {
    guard let document, !document.isNull else { return }
    guard let members = document.objectValue else {
      run.report(
        .error, "validation-not-an-object", "\"validation\" is \(document.kindName); it must be an object", at: document.mark,
        fix: Self.example)
      return
    }
    for member in members where !["silence", "//"].contains(member.key) {
      run.report(
        .error, "validation-member-unknown", "\"validation\" has no \"\(member.key)\"", at: member.mark, fix: Self.example)
    }
    guard let list = members["silence"], !list.isNull else { return }
    guard let elements = list.arrayValue else {
      run.report(
        .error, "silence-not-a-list", "\"silence\" is \(list.kindName); it must be a list", at: list.mark, fix: Self.example)
      return
    }
    entries = elements.compactMap { Self.entry($0, &run) }
  }

  private static let example =
    #"write "validation": {"silence": [{"rule": "image-fixed", "path": "task-definitions/api.json", "reason": "…"}]}"#

  private static func entry(_ json: JSON, _ run: inout LoadingRun) -> Entry? {
    let known = ["rule", "path", "reason"]
    for member in json.objectValue ?? JSONObject() where !known.contains(member.key) && member.key != "//" {
      run.report(
        .error, "silence-member-unknown", "an entry of \"silence\" has no \"\(member.key)\"", at: member.mark,
        fix: Nearest.name(to: member.key, among: known).map { "write \"\($0)\"" } ?? "remove it")
    }
    for member in ["rule", "reason"] where json[member]?.stringValue?.contains(where: { !$0.isWhitespace }) != true {
      run.report(
        .error, "silence-incomplete", "an entry of \"silence\" has no \"\(member)\"", at: json[member]?.mark ?? json.mark,
        details: member == "reason" ? ["Whoever comes later wants to know why the finding is accepted."] : [], fix: example)
      return nil
    }
    let rule = json["rule"]?.stringValue ?? ""
    let codes = ValidationRules.all.map(\.code) + otherCodes
    guard codes.contains(rule) else {
      run.report(
        .error, "silence-unknown-rule", "no rule is called \"\(rule)\"", at: json["rule"]?.mark,
        details: ["`reconcile validate -rules` lists them."], fix: Nearest.name(to: rule, among: codes).map { "write \"\($0)\"" })
      return nil
    }
    let path = json["path"]?.stringValue ?? ""
    let parts = path.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return Entry(
      rule: rule, file: parts.first.flatMap { $0.isEmpty ? nil : Paths.normalized($0) },
      pointer: parts.count > 1 ? Self.pointer(parts[1]) : [], json: json)
  }

  /// The parts of a JSON pointer (RFC 6901).
  private static func pointer(_ text: String) -> [String] {
    text.split(separator: "/").map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
  }

  // MARK: Taking findings out

  /// Takes what is accepted out of the findings and returns how many that were; says which entries have no use.
  func apply(layers: [String], _ run: inout LoadingRun) -> Int {
    guard !entries.isEmpty else { return 0 }
    let places = entries.map { Place(file: $0.file, pointer: $0.pointer, layers: layers, sources: run.sources) }
    var uses = entries.map { _ in 0 }
    var errors = entries.map { _ in false }
    let before = run.diagnostics.count
    run.diagnostics.removeAll { finding in
      let matching = entries.indices.filter { entries[$0].rule == finding.code && places[$0].contains(finding.location) }
      if finding.severity == .error {
        for position in matching { errors[position] = true }
        return false
      }
      for position in matching { uses[position] += 1 }
      return !matching.isEmpty
    }
    let silenced = before - run.diagnostics.count
    let isBroken = run.diagnostics.hasErrors
    for (position, entry) in entries.enumerated() where uses[position] == 0 {
      if errors[position] {
        run.report(
          .error, "silence-of-error", "\"\(entry.rule)\" is an error here, and errors cannot be silenced",
          at: entry.json["rule"]?.mark,
          fix: "correct what it says, and remove this entry")
      } else if !isBroken {
        run.report(
          .warning, "silence-unused", "nothing is found by \"\(entry.rule)\" here; the entry silences nothing",
          at: entry.json["path"]?.mark ?? entry.json.mark, fix: "remove it")
      }
    }
    return silenced
  }

  /// The part of the environment's files that one entry is about.
  private struct Place {
    private let files: Set<String>?
    /// From and to, by file; empty for whole files.
    private var ranges: [String: (from: SourceLocation, to: SourceLocation)] = [:]
    private let isWhole: Bool

    init(file: String?, pointer: [String], layers: [String], sources: Sources) {
      isWhole = pointer.isEmpty
      files = file.map { file in Set(layers.map { Paths.joined($0, file) }) }
      guard !pointer.isEmpty else { return }
      for path in files ?? [] {
        guard let text = sources.text(at: path), let range = PointedRange.find(pointer, in: text) else { continue }
        ranges[path] = (text.location(offset: range.lowerBound), text.location(offset: range.upperBound))
      }
    }

    func contains(_ location: SourceLocation?) -> Bool {
      guard let files else { return true }
      guard let location, files.contains(location.path) else { return false }
      if isWhole { return true }
      guard let range = ranges[location.path] else { return false }
      let place = (location.line, location.column)
      return place >= (range.from.line, range.from.column) && place < (range.to.line, range.to.column)
    }
  }
}

/// Where a JSON pointer leads in a text: from the key of the member, or the element, to the end of its value.
enum PointedRange {
  static func find(_ pointer: [String], in text: SourceText) -> Range<Int>? {
    guard var value = JSON.parse(text.bytes, source: 0).document else { return nil }
    var start = value.mark
    for part in pointer {
      if let member = value.objectValue?.member(part) {
        (value, start) = (member.value, member.mark ?? member.value.mark)
      } else if let elements = value.arrayValue, let position = Int(part), elements.indices.contains(position) {
        (value, start) = (elements[position], elements[position].mark)
      } else {
        return nil
      }
    }
    guard let from = start?.offset, let begin = value.mark?.offset else { return nil }
    return Int(from)..<max(Int(from), end(of: Int(begin), in: text.bytes))
  }

  /// One past the value that begins at `start`, in a text that was parsed without an error.
  private static func end(of start: Int, in bytes: [UInt8]) -> Int {
    var at = start
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""): at = stringEnd(from: at, in: bytes) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      at += 1
      if depth <= 0, at >= bytes.count || !isInsideWord(bytes[at]) { return at }
    }
    return at
  }

  private static func stringEnd(from start: Int, in bytes: [UInt8]) -> Int {
    var at = start + 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(at + 1, bytes.count)
  }

  /// Letters, digits and signs of numbers and of `true`, `false`, `null`.
  private static func isInsideWord(_ byte: UInt8) -> Bool {
    !" \t\r\n,]}".utf8.contains(byte)
  }
}
