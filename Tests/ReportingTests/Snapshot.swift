import Testing

/// Compares whole texts; a failure prints what came as it would stand in the source.
func expectText(_ actual: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
  guard actual != expected else { return }
  Issue.record("the text is another one:\n<<<\n\(actual)>>>", sourceLocation: sourceLocation)
}
