import APIModel
import AWS
import JSONDocument

/// Holds the input of a call against its shape, and says what is wrong with it as the service does.
struct InputCheck {
  /// The ways of services with wrong input.
  enum Dialect: Sendable {
    /// One problem at a time, as an InvalidParameterException.
    case firstProblem
    /// The same, in the words of ECR: it names the place and the constraint, and not the value.
    case firstConstraint
    /// All of them in one ValidationException, with small first letters in the names of members, as services of the
    /// framework Coral write them.
    case allProblems
    /// The same in a ValidationError, of the query protocol, whose forms hold numbers as texts.
    case form

    fileprivate var code: String { self == .form ? "ValidationError" : "ValidationException" }
  }

  let dialect: Dialect
  private var problems: [Problem] = []

  init(_ dialect: Dialect) {
    self.dialect = dialect
  }

  /// Throws what AWS answers to an input of another shape.
  static func check(_ input: JSON, _ shape: InputShape, _ dialect: Dialect) throws(AWSError) {
    var check = InputCheck(dialect)
    check.visit(input, shape, .root)
    if let error = check.error { throw error }
  }

  /// Where in the input a value is. Its text is made only when something is wrong there.
  private indirect enum Place {
    case root
    case member(String, of: Place)
    case element(Int, of: Place)
  }

  private enum Problem {
    case missing(Place)
    case wrongType(JSON, wanted: String, Place)
    case unknown(String, known: [String])
    case broken(JSON, constraint: String, Place)
  }

  // MARK: Finding

  private mutating func visit(_ value: JSON, _ shape: InputShape, _ place: Place) {
    switch shape {
    case .anything: return
    case .string: demand(value.stringValue != nil, value, "a string", place)
    // The API's integers have 32 bits.
    case .integer: demand(integer(value).flatMap { Int32(exactly: $0) } != nil, value, "an integer", place)
    case .number: demand(value.doubleValue?.isFinite == true, value, "a number", place)
    case .boolean: demand(value.boolValue != nil, value, "a boolean", place)
    case .timestamp: demand(value.isInstant, value, "a timestamp", place)
    case .values(let values):
      guard let text = value.stringValue else { return demand(false, value, "a string", place) }
      if !values.contains(text) {
        problems.append(
          .broken(value, constraint: "Member must satisfy enum value set: [\(values.joined(separator: ", "))]", place))
      }
    case .text(let rule): visit(value, rule, place)
    case .integers(let range):
      guard let number = integer(value) else { return demand(false, value, "an integer", place) }
      limit(value, number, range, "value", place)
    case .list(let element): visit(value, elements: element, place)
    case .bounded(let element, let count):
      visit(value, elements: element, place)
      if let found = value.arrayValue?.count { limit(value, found, count, "length", place) }
    case .map: visit(value, key: .anything, value: .string, place)
    case .dictionary(let key, let element): visit(value, key: key, value: element, place)
    case .members(let members): visit(value, members: members, place)
    }
  }

  private func integer(_ value: JSON) -> Int? {
    value.intValue ?? (dialect == .form ? value.stringValue.flatMap { Int($0) } : nil)
  }

  private mutating func visit(_ value: JSON, _ rule: TextRule, _ place: Place) {
    guard let text = value.stringValue else { return demand(false, value, "a string", place) }
    limit(value, text.count, rule.length, "length", place)
    if let pattern = rule.pattern, !pattern.matches(text) {
      problems.append(
        .broken(value, constraint: "Member must satisfy regular expression pattern: \(pattern.expression)", place))
    }
  }

  private mutating func visit(_ value: JSON, elements shape: InputShape, _ place: Place) {
    guard let items = value.arrayValue else { return demand(false, value, "a list", place) }
    for (position, item) in items.enumerated() { visit(item, shape, .element(position, of: place)) }
  }

  private mutating func visit(_ value: JSON, key: InputShape, value shape: InputShape, _ place: Place) {
    guard let members = value.objectValue else { return demand(false, value, "a map", place) }
    for member in members {
      visit(.string(member.key), key, .member(member.key, of: place))
      visit(member.value, shape, .member(member.key, of: place))
    }
  }

  private mutating func visit(_ value: JSON, members: [InputShape.Member], _ place: Place) {
    guard let object = value.objectValue else { return demand(false, value, "a structure", place) }
    var known = 0
    for member in members {
      if let found = value[member.name] {
        known += 1
        visit(found, member.shape, .member(member.name, of: place))
      } else if member.isRequired {
        problems.append(.missing(.member(member.name, of: place)))
      }
    }
    guard known < object.count else { return }
    for found in object where !members.contains(where: { $0.name == found.key }) {
      problems.append(.unknown(text(.member(found.key, of: place)), known: members.map(\.name)))
    }
  }

  private mutating func demand(_ isRight: Bool, _ value: JSON, _ wanted: String, _ place: Place) {
    if !isRight { problems.append(.wrongType(value, wanted: wanted, place)) }
  }

  private mutating func limit(_ value: JSON, _ found: Int, _ range: ClosedRange<Int>, _ what: String, _ place: Place) {
    guard !range.contains(found) else { return }
    let bound =
      found < range.lowerBound ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
    problems.append(.broken(value, constraint: "Member must have \(what) \(bound)", place))
  }

  // MARK: Saying

  private var error: AWSError? {
    guard let first = problems.first else { return nil }
    switch dialect {
    case .firstProblem, .firstConstraint:
      if case .wrongType(let value, let wanted, let place) = first {
        return .invalidParameter(
          "Invalid type for parameter \(text(place)): \(value.kindName) can not be converted to \(wanted)")
      }
      if case .unknown(let name, let known) = first { return .invalidParameter(Self.unknown(name, known)) }
      if dialect == .firstConstraint, case .broken(_, let constraint, let place) = first {
        return .invalidParameter("Invalid parameter at '\(text(place))' failed to satisfy constraint: '\(constraint)'")
      }
      return .invalidParameter("1 validation error detected: \(sentence(first))")
    case .allProblems, .form:
      for problem in problems {
        // What does not even fit into the types is refused before anything else is looked at.
        if case .wrongType(let value, let wanted, let place) = problem {
          return AWSError(
            code: "SerializationException",
            message: "\(value.kindName) can not be converted to \(wanted): \(text(place))")
        }
        if case .unknown(let name, let known) = problem {
          return AWSError(code: dialect.code, message: Self.unknown(name, known))
        }
      }
      let count = problems.count == 1 ? "1 validation error" : "\(problems.count) validation errors"
      return AWSError(
        code: dialect.code, message: "\(count) detected: \(problems.map(sentence).joined(separator: "; "))")
    }
  }

  /// As the `aws` program refuses what its own model does not know.
  private static func unknown(_ name: String, _ known: [String]) -> String {
    "Unknown parameter in input: \"\(name)\", must be one of: \(known.joined(separator: ", "))"
  }

  private func sentence(_ problem: Problem) -> String {
    switch problem {
    case .missing(let place): "Value null at '\(text(place))' failed to satisfy constraint: Member must not be null"
    case .broken(let value, let constraint, let place):
      "Value '\((value.stringValue ?? value.text()).prefix(1024))' at '\(text(place))' failed to satisfy constraint: \(constraint)"
    case .wrongType, .unknown: ""  // said apart
    }
  }

  private func text(_ place: Place) -> String {
    switch place {
    case .root: ""
    case .member(let name, .root): written(name)
    case .member(let name, let outer): "\(text(outer)).\(written(name))"
    case .element(let position, let outer): "\(text(outer)).\(position + 1).member"
    }
  }

  private func written(_ name: String) -> String {
    ![.allProblems, .form].contains(dialect) ? name : name.prefix(1).lowercased() + name.dropFirst()
  }
}
