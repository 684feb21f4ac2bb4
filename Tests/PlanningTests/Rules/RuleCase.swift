import JSONDocument
import Testing

/// One example of a numbered rule: what a file says, what ECS answers, and where the two differ.
struct RuleCase: Sendable, CustomTestStringConvertible {
  var rule: String
  var what: String
  var written: String
  var returned: String
  /// Paths of the differences; empty when both mean the same.
  var differing: [String]

  init(_ rule: String, _ what: String, _ written: String, _ returned: String, differing: [String] = []) {
    self.rule = rule
    self.what = what
    self.written = written
    self.returned = returned
    self.differing = differing
  }

  var testDescription: String { "\(rule): \(what)" }

  /// The example inside the only container of a task definition.
  var inContainer: RuleCase {
    func wrapped(_ members: String) -> String {
      #"{"containerDefinitions":[{"name":"web"\#(members.isEmpty ? "" : ",")\#(members)}]}"#
    }
    return RuleCase(
      rule, what, wrapped(written), wrapped(returned), differing: differing.map { #"containers["web"].\#($0)"# })
  }
}
