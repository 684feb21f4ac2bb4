import AWS
import JSONDocument

/// What of a call not every version of the `aws` program knows.
struct UnsupportedPart: Sendable, Equatable {
  /// Nil for the operation itself.
  var member: String?
  var first: CLISupport
}

extension CLISupportTable {
  /// In the order in which the program learned them.
  func parts(of request: AWSRequest) -> [UnsupportedPart] {
    let name = Self.name(of: request)
    if let first = operations[name] { return [UnsupportedPart(member: nil, first: first)] }
    return (members[name] ?? []).filter { Self.isThere($0.path.split(separator: ".")[...], in: request.input) }
      .map { UnsupportedPart(member: $0.path, first: $0.first) }
  }

  /// For a path with the numbers of list elements in it: `containerDefinitions[0].restartPolicy`.
  func first(of member: String, in request: AWSRequest) -> CLISupport? {
    let path = Self.withoutNumbers(member)
    return members[Self.name(of: request)]?.first { $0.path == path }?.first
  }

  func first(of request: AWSRequest) -> CLISupport? { operations[Self.name(of: request)] }

  private static func name(of request: AWSRequest) -> String { "\(request.service.rawValue) \(request.operation)" }

  private static func isThere(_ path: ArraySlice<Substring>, in document: JSON) -> Bool {
    guard let step = path.first else { return true }
    let isList = step.hasSuffix("[]")
    guard let value = document[String(isList ? step.dropLast(2) : step)] else { return false }
    guard isList else { return isThere(path.dropFirst(), in: value) }
    return value.arrayValue?.contains { isThere(path.dropFirst(), in: $0) } ?? false
  }

  private static func withoutNumbers(_ path: String) -> String {
    var isInside = false
    return String(
      path.filter { letter in
        if letter == "]" { isInside = false }
        defer { if letter == "[" { isInside = true } }
        return !isInside
      })
  }
}
