import Providers
import Resources
import Testing

/// Objects are known by their names, and absence is told apart from failure (laws A1, A3 and A4).
extension ConformanceCase {
  private static let kinds: [ResourceKind] = ResourceKind.all.filter { $0.reading == .objects }

  static let absenceCases: [ConformanceCase] = [
    ConformanceCase("what was never made is absent, and is no error") { provider, setting in
      let identities = kinds.map { setting.identity($0, "nothing") }
      let found = try await provider.read(identities.map { ReadRequest($0) })
      for identity in identities { #expect(found[identity] == .absent, "\(identity)") }
    },
    ConformanceCase("deleting what is not there is a success") { provider, setting in
      for kind in kinds {
        try await provider.delete(
          ResourceDeletion(identity: setting.identity(kind, "nothing")), token: Tokens(setting)(1))
      }
    },
    ConformanceCase("many are read at once, those that exist and those that do not") { provider, setting in
      let made = try setting.resource(.logGroup, "made", "{}")
      _ = try await provider.create(made, token: Tokens(setting)(1))
      let missing = (0..<120).map { setting.identity(.logGroup, "missing-\($0)") }
      let found = try await provider.read(([made.identity] + missing).map { ReadRequest($0) })
      #expect(found.count == 121)
      #expect(found[made.identity]?.object != nil)
      #expect(missing.allSatisfy { found[$0] == .absent })
      try await provider.delete(ResourceDeletion(identity: made.identity, withData: true), token: Tokens(setting)(2))
    },
  ]
}
