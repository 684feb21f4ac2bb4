/// What AWS takes of documents of a kind, beyond the types of their fields.
///
/// From the API references of the services ("Valid Range", "Array Members", patterns and texts of the members), messages of
/// their calls, and the service quotas.
package struct KindLimits: Sendable {
  /// Fields that hold names.
  package let names: [Name]
  package let counts: [Count]
  package let ranges: [Range]
  /// Numbers of which one is not above the other.
  package let orders: [Order]
  /// Lists whose elements are told apart.
  package let keys: [Key]

  init(
    names: [Name] = [], counts: [Count] = [], ranges: [Range] = [], orders: [Order] = [], keys: [Key] = []
  ) {
    self.names = names
    self.counts = counts
    self.ranges = ranges
    self.orders = orders
    self.keys = keys
  }

  /// The fields of which something is said here.
  package var places: Set<String> {
    Set(names.map(\.field.path) + counts.map(\.list.path) + ranges.map(\.field.path))
  }

  package struct Name: Sendable {
    package let field: FieldSelector
    package let grammar: NameGrammar

    init(_ field: FieldSelector, _ grammar: NameGrammar) {
      self.field = field
      self.grammar = grammar
    }
  }

  /// How many elements a list or a map may have.
  package struct Count: Sendable {
    package let list: FieldSelector
    package let most: Int

    init(_ list: FieldSelector, atMost most: Int) {
      self.list = list
      self.most = most
    }
  }

  package struct Range: Sendable {
    package let field: FieldSelector
    package let range: ClosedRange<Double>
    package let note: String?

    init(_ field: FieldSelector, in range: ClosedRange<Double>, note: String? = nil) {
      self.field = field
      self.range = range
      self.note = note
    }
  }

  package struct Order: Sendable {
    package let least: FieldSelector
    package let most: FieldSelector

    init(_ least: FieldSelector, notAbove most: FieldSelector) {
      self.least = least
      self.most = most
    }
  }

  package struct Key: Sendable {
    package let list: FieldSelector
    package let members: [String]
    /// AWS takes two that are equal, and uses either.
    package let isRefused: Bool
    /// Used when the member is absent.
    package let instead: String?

    init(_ list: FieldSelector, by members: [String], isRefused: Bool = true, instead: String? = nil) {
      self.list = list
      self.members = members
      self.isRefused = isRefused
      self.instead = instead
    }
  }

  /// No upper bound.
  package static let any = Double.infinity
  static let port = 1.0...65_535
}
