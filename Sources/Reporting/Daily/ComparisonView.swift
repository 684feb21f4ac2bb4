package import JSONDocument
package import Planning
package import Resources

/// What two environments want differently.
package struct ComparisonView: Sendable {
  package var first: EnvironmentIdentity
  package var second: EnvironmentIdentity
  package var images: [ImageComparison]
  package var outcome: EnvironmentComparison.Outcome
  /// Differences that are meant are shown as well.
  package var showsIntended: Bool
  /// Environments whose registry could not be asked.
  package var unasked: [String]

  package init(
    _ first: EnvironmentIdentity, _ second: EnvironmentIdentity, images: [ImageComparison],
    outcome: EnvironmentComparison.Outcome, showsIntended: Bool = false, unasked: [String] = []
  ) {
    self.first = first
    self.second = second
    self.images = images
    self.outcome = outcome
    self.showsIntended = showsIntended
    self.unasked = unasked
  }

  /// Nothing differs but what is meant to.
  package var isSame: Bool { outcome.differences.isEmpty && images.allSatisfy(\.verdict.isSame) }
}

extension ComparisonView: Renderable {
  package func text(_ style: Style) -> String { ComparisonText(self, style: style).text }
  package var lines: [JSON] { ComparisonJSON(self).lines }
}
