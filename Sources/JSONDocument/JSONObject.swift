/// The members of a JSON object in the order they were written, each key at most once.
///
/// Look-up by key is by scan in small objects and by an index in large ones. Equality ignores the order.
package struct JSONObject: Sendable {
  package struct Member: Sendable {
    package var key: String
    package var value: JSON
    /// Where the key stands, when it was read from a file.
    package var mark: SourceMark?

    package init(key: String, value: JSON, mark: SourceMark? = nil) {
      self.key = key
      self.value = value
      self.mark = mark
    }
  }

  private var members: [Member] = []
  /// Position of each key, kept only past `scanLimit` members.
  private var index: [String: Int]?
  private static let scanLimit = 24

  package init() {}

  /// Keeps the last of several members with the same key; the parser reports duplicates before they come here.
  package init(_ members: [Member]) {
    self.members.reserveCapacity(members.count)
    for member in members { set(member) }
  }

  /// Takes members whose keys are known to differ, as those of another object do.
  package init(distinct members: [Member]) {
    self.members = members
    if members.count > Self.scanLimit {
      index = Dictionary(members.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { $1 })
    }
  }

  package var keys: [String] { members.map(\.key) }

  package subscript(key: String) -> JSON? {
    get { position(of: key).map { members[$0].value } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      if let position = position(of: key) {
        members[position].value = newValue
      } else {
        append(Member(key: key, value: newValue))
      }
    }
  }

  package func member(_ key: String) -> Member? {
    position(of: key).map { members[$0] }
  }

  /// Adds the member, or puts it in the place of the one with the same key.
  package mutating func set(_ member: Member) {
    if let position = position(of: member.key) {
      members[position] = member
    } else {
      append(member)
    }
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if index != nil {
      index?[member.key] = members.count - 1
    } else if members.count > Self.scanLimit {
      index = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.key, $0) })
    }
  }

  private mutating func remove(_ key: String) {
    guard let position = position(of: key) else { return }
    members.remove(at: position)
    index = nil
    if members.count > Self.scanLimit {
      index = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.key, $0) })
    }
  }

  private func position(of key: String) -> Int? {
    if let index { return index[key] }
    // By position: an iterator would copy every member that it passes.
    for position in members.indices where members[position].key == key { return position }
    return nil
  }

  /// The same members, ordered by key.
  package var sortedByKey: JSONObject {
    JSONObject(distinct: members.sorted { $0.key < $1.key })
  }
}

extension JSONObject: RandomAccessCollection {
  package var startIndex: Int { members.startIndex }
  package var endIndex: Int { members.endIndex }
  package subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Equatable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    for position in left.members.indices {
      let counterpart =
        right.members[position].key == left.members[position].key ? position : right.position(of: left.members[position].key)
      guard let counterpart, right.members[counterpart].value == left.members[position].value else { return false }
    }
    return true
  }
}
