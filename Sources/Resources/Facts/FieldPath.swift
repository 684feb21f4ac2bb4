/// The way to one field, with keys instead of list positions: `containers["api"].environment["LOG_LEVEL"]`.
package struct FieldPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case member(String)
    case key(String)
  }

  package var steps: [Step]

  package init(_ steps: [Step] = []) {
    self.steps = steps
  }

  package func member(_ name: String) -> FieldPath { FieldPath(steps + [.member(name)]) }
  package func key(_ key: String) -> FieldPath { FieldPath(steps + [.key(key)]) }

  package static func member(_ name: String) -> FieldPath { FieldPath([.member(name)]) }
}

extension FieldPath {
  /// Its members and keys alike.
  package var names: [String] {
    steps.map { step in
      switch step {
      case .member(let name), .key(let name): name
      }
    }
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .member(let name): text += text.isEmpty ? name : ".\(name)"
      case .key(let key): text += "[\"\(key)\"]"
      }
    }
    return text
  }
}

extension FieldPath: Comparable {
  package static func < (left: FieldPath, right: FieldPath) -> Bool { left.description < right.description }
}
