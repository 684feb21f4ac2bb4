import JSONDocument
import Providers
import Resources
import Testing

extension ConformanceCase {
  static let revisionCases: [ConformanceCase] = [
    ConformanceCase("revisions are read by ARN, by number and by family", needs: [.services]) { provider, setting in
      let tokens = Tokens(setting)
      var wanted = try setting.resource(.taskDefinition, "web", TaskDefinitions.bridge)
      let first = try #require(try await provider.create(wanted, token: tokens(1)).object.arn)
      wanted.attributes["cpu"] = "512"
      let second = try #require(try await provider.create(wanted, token: tokens(2)).object.arn)
      #expect(first != second)

      let family = wanted.identity.name
      let missing = "\(family)-nothing"
      let found = try await provider.revisions([first, second, family, missing])
      let newest = try #require(found[family])
      #expect(newest.arn == second)
      #expect(found[first]?.number == newest.number - 1)
      #expect(found[missing] == nil)
      #expect(found[second]?.fingerprint == wanted.identity.kind.contentFingerprint(of: wanted.attributes))
      #expect(try await provider.revisions([newest.shortName])[newest.shortName]?.arn == second)

      try await provider.delete(ResourceDeletion(identity: wanted.identity, revisions: [second]), token: tokens(3))
      let after = try await provider.revisions([second, family])
      #expect(after[second]?.isActive != true)
      #expect(after[family]?.arn == first)
      try await provider.delete(ResourceDeletion(identity: wanted.identity, revisions: [first]), token: tokens(4))
      #expect(try await provider.revisions([family]).isEmpty)
    },
    ConformanceCase("a step that is tried again registers nothing twice", needs: [.services]) { provider, setting in
      let tokens = Tokens(setting)
      let wanted = try setting.resource(.taskDefinition, "web", TaskDefinitions.fargate)
      let first = try await provider.create(wanted, token: tokens(1))
      let again = try await provider.create(wanted, token: tokens(1))
      #expect(again.object.arn == first.object.arn)
      let arn = try #require(first.object.arn)
      try await provider.delete(ResourceDeletion(identity: wanted.identity, revisions: [arn]), token: tokens(2))
    },
    ConformanceCase("a step that is tried again makes no second service", needs: [.services]) { provider, setting in
      let setup = try await ServiceSetup(provider, setting)
      let wanted = try setup.service(
        #"{"launchType": "EC2", "desiredCount": 0}"#, revision: try await setup.register(TaskDefinitions.bridge))
      let first = try await provider.create(wanted, token: setup.tokens(3))
      let again = try await provider.create(wanted, token: setup.tokens(3))
      #expect(again.object.arn == first.object.arn)
      try await setup.remove()
    },
  ]
}
