import Foundation

/// How often a test repeats itself: few times in `make test`, as often as a variable says in long runs.
package enum Repetitions {
  /// `all` is as often as there is something to try.
  package static func count(_ variable: String, usually count: Int) -> Int {
    switch ProcessInfo.processInfo.environment[variable] {
    case "all": .max
    case let text?: Int(text).map { max(1, $0) } ?? count
    case nil: count
    }
  }
}

extension Collection where Index == Int {
  /// At most `count` of the elements, at even distances.
  package func spread(_ count: Int) -> [Element] {
    guard self.count > count else { return Array(self) }
    return (0..<count).map { self[startIndex + $0 * self.count / count] }
  }
}
