package import Providers

/// One promise of the contract that every provider keeps.
package struct ConformanceCase: Sendable, CustomStringConvertible {
  package let name: String
  /// A provider that lacks one of these is not asked at all.
  package let needs: Set<Capability>
  private let work: @Sendable (any Provider, ConformanceSetting) async throws -> Void

  init(
    _ name: String, needs: Set<Capability> = [],
    _ work: @escaping @Sendable (any Provider, ConformanceSetting) async throws -> Void
  ) {
    self.name = name
    self.needs = needs
    self.work = work
  }

  package var description: String { name }

  package func isFor(_ provider: any Provider) -> Bool { needs.isSubset(of: provider.capabilities) }

  /// Runs the case on a provider in whose account nobody uses the setting's names.
  package func verify(_ provider: any Provider, in setting: ConformanceSetting) async throws {
    guard isFor(provider) else { return }
    try await work(provider, setting)
  }

  /// Everything, one kind of promise after the other.
  package static let all: [ConformanceCase] =
    absenceCases + roundTripCases + serviceCases + updateCases + scalingCases + revisionCases + rolloutCases + imageCases
}
