/// One JSON value, kept as it was written: the order of members, the text of numbers and the place in its file.
///
/// Equality compares values, not text: member order and `mark` do not count, and `80` equals `80.0`.
package struct JSON: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
  }

  package var content: Content
  /// Where the value begins, when it was read from a file.
  package var mark: SourceMark?

  package init(_ content: Content, mark: SourceMark? = nil) {
    self.content = content
    self.mark = mark
  }
}

/// A place in one of the sources of a run: which source, and how many bytes into it.
package struct SourceMark: Sendable, Hashable {
  /// Index of the source, given by whoever parsed it.
  package var source: UInt32
  /// Zero-based byte offset in that source.
  package var offset: UInt32

  package init(source: UInt32, offset: UInt32) {
    self.source = source
    self.offset = offset
  }
}

extension JSON {
  package static var null: JSON { JSON(.null) }
  package static func string(_ text: String) -> JSON { JSON(.string(text)) }
  package static func bool(_ flag: Bool) -> JSON { JSON(.bool(flag)) }
  package static func int(_ number: Int) -> JSON { JSON(.number(JSONNumber(number))) }
  package static func array(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }
  package static func object(_ members: JSONObject) -> JSON { JSON(.object(members)) }

  package var isNull: Bool {
    if case .null = content { true } else { false }
  }
  package var stringValue: String? {
    if case .string(let text) = content { text } else { nil }
  }
  package var boolValue: Bool? {
    if case .bool(let flag) = content { flag } else { nil }
  }
  /// The number when it is a whole one that fits; `80.0` counts.
  /// A whole number from 0 to 2^53, which every reader of JSON holds exactly, and which can be added to.
  package var countValue: Int? { intValue.flatMap { (0...JSON.countLimit).contains($0) ? $0 : nil } }

  package static let countLimit = 1 << 53

  package var intValue: Int? {
    if case .number(let number) = content { number.intValue } else { nil }
  }
  package var numberValue: JSONNumber? {
    if case .number(let number) = content { number } else { nil }
  }
  package var arrayValue: [JSON]? {
    if case .array(let elements) = content { elements } else { nil }
  }
  package var objectValue: JSONObject? {
    if case .object(let members) = content { members } else { nil }
  }

  /// What kind of value this is, as a person would say it: `a string`, `an object`.
  package var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// A member of an object; nil for other values. Setting nil removes it; setting on anything but an object makes one.
  package subscript(key: String) -> JSON? {
    get {
      if case .object(let members) = content { members[key] } else { nil }
    }
    set {
      var members = objectValue ?? JSONObject()
      content = .null  // gives up the shared storage, so that the edit below happens in place
      members[key] = newValue
      content = .object(members)
    }
  }

  /// The value without any marks: what is left of it when its file no longer matters.
  package var unmarked: JSON {
    switch content {
    case .null, .bool, .number, .string: JSON(content)
    case .array(let elements): .array(elements.map(\.unmarked))
    case .object(let members):
      .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: $0.value.unmarked) }))
    }
  }
}

extension JSON: Equatable {
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left.content, right.content) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }
}

extension String {
  /// `==` alone takes é for e + accent.
  fileprivate func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count, self == other else { return false }
    return utf8.allSatisfy { $0 < 0x80 } || utf8.elementsEqual(other.utf8)
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self.init(.string(text)) }
  package init(booleanLiteral flag: Bool) { self.init(.bool(flag)) }
  package init(integerLiteral number: Int) { self.init(.number(JSONNumber(number))) }
  package init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
  package typealias Key = String
  package typealias Value = JSON

  package init(dictionaryLiteral members: (String, JSON)...) {
    self.init(.object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) })))
  }
}
