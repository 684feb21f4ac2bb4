import JSONDocument

/// How calls of the API answer objects of a kind.
package struct KindAnswers: Sendable {
  /// The member with the list of objects in the answer of the call that describes several: `services`.
  package let list: String?
  /// The member with the object in answers about one: `service`.
  package let single: String?
  /// The IAM action of the call that describes objects: `ecs:DescribeServices`. Nil where nothing is described.
  package let permission: String?
  /// Members that are answered only to a call of their own, or to one that asks for them.
  package let askedFor: [AskedFor]
  /// How tags are written; nil for what has none.
  package let tags: TagSpelling?
  /// An object as it is described, in the shape of the call that makes it.
  let lift: @Sendable (JSON) -> JSON

  package struct AskedFor: Sendable {
    package let member: String
    /// The command that answers it: `describe-services --include TAGS`.
    package let command: String
    /// The command is another one than that which describes the object.
    package let isSeparate: Bool

    init(_ member: String, _ command: String, isSeparate: Bool = false) {
      self.member = member
      self.command = command
      self.isSeparate = isSeparate
    }
  }

  init(
    list: String?, single: String?, permission: String?, askedFor: [AskedFor] = [], tags: TagSpelling?,
    lift: @escaping @Sendable (JSON) -> JSON = { $0 }
  ) {
    self.list = list
    self.single = single
    self.permission = permission
    self.askedFor = askedFor
    self.tags = tags
    self.lift = lift
  }

  var separatelyRead: Set<String> { Set(askedFor.filter(\.isSeparate).map(\.member)) }
}

/// How a service of AWS writes tags.
package enum TagSpelling: Sendable {
  /// `[{"key": …, "value": …}]`
  case lowerCase
  /// `[{"Key": …, "Value": …}]`
  case upperCase
  /// `{KEY: VALUE}`
  case map

  /// The members of an entry that hold its key and its value; nil where tags are no list.
  package var members: (key: String, value: String)? {
    switch self {
    case .lowerCase: ("key", "value")
    case .upperCase: ("Key", "Value")
    case .map: nil
    }
  }
}
