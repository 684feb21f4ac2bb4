import Diagnostics
import Platform

/// What is not said while a file lies there that could not be read: it may hold what seems to be missing.
struct UnreadFiles {
  private let hasVariables: Bool
  private let hasSpecs: Bool

  init(_ paths: [String]) {
    hasVariables = paths.contains { $0.hasSuffix(".tfvars.json") }
    hasSpecs = paths.contains { !$0.hasSuffix(".tfvars.json") && Paths.lastPart($0) != "environment.json" }
  }

  /// Of tags and values.
  private static let aboutVariables: Set<String> = [
    "tag-map-missing", "image-tag-missing", "variable-unknown", "image-tag-undeclared",
  ]
  /// Of what specs define, refer to, or are the subject of.
  private static let aboutSpecs: Set<String> = [
    "image-unused", "task-definition-unknown", "cluster-unknown", "order-service-unknown", "order-matches-nothing",
    "check-service-unknown", "task-before-nothing", "ignore-unused",
  ]

  /// The findings that stand on their own.
  func without(_ findings: [Diagnostic]) -> [Diagnostic] {
    var held: Set<String> = []
    if hasVariables { held.formUnion(Self.aboutVariables) }
    if hasSpecs { held.formUnion(Self.aboutSpecs) }
    if hasVariables || hasSpecs { held.insert("silence-unused") }
    return held.isEmpty ? findings : findings.filter { !held.contains($0.code) }
  }
}
