import JSONDocument
import Resources
import Testing

@Suite("Pinned images")
struct ImagePinTests {
  private static let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
  private static let (one, two) = ("sha256:" + String(repeating: "1", count: 64), "sha256:" + String(repeating: "2", count: 64))

  private func definition(_ images: [String]) -> JSON {
    ["family": "api", "containerDefinitions": .array(images.map { ["name": "c", "image": .string($0)] })]
  }

  private func desired(_ images: [String], pin: ImagePin = .digest) -> DesiredState {
    var desired = DesiredState(
      environment: EnvironmentIdentity(
        name: "staging", directory: "envs/staging",
        provider: ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "111111111111"), cluster: "main"),
      resources: [
        Resource(
          address: Address(.taskDefinition, "api"), identity: ResourceIdentity(.taskDefinition, name: "api"),
          attributes: definition(images))
      ], bootstrapTag: "boot", imageNames: ["\(Self.registry)/api"])
    desired.pin = pin
    return desired
  }

  private func images(_ state: DesiredState) -> [String] {
    state.resources.flatMap { $0.attributes["containerDefinitions"]?.arrayValue ?? [] }.compactMap { $0["image"]?.stringValue }
  }

  private func recorded(_ images: [String]) -> RecordedState {
    let identity = ResourceIdentity(.taskDefinition, name: "api")
    return RecordedState(resources: [
      RecordedResource(
        address: Address(.taskDefinition, "api"), identity: identity, declared: .null, observed: definition(images))
    ])
  }

  @Test(
    "What names an image of the own registry by tag gets its digest; everything else stays as it is",
    arguments: [
      ("\(registry)/api:1", "\(registry)/api:1@\(one)"), ("\(registry)/api", "\(registry)/api@\(one)"),
      ("\(registry)/api:boot", nil), ("\(registry)/api:2@\(two)", nil), ("\(registry)/api@\(two)", nil),
      ("222222222222.dkr.ecr.eu-west-1.amazonaws.com/api:1", nil), ("public.ecr.aws/nginx/nginx:1", nil), ("nginx", nil),
      ("${not an image}", nil),
    ] as [(String, String?)])
  func pinned(written: String, pinned: String?) throws {
    let state = desired([written])
    let wanted = state.unpinnedImages
    #expect(wanted.map(\.description) == (pinned == nil ? [] : [written]))
    let digests = Dictionary(uniqueKeysWithValues: wanted.map { ($0, Self.one) })
    #expect(images(state.pinned(digests, recorded: RecordedState())) == [pinned ?? written])
  }

  @Test("Without the pin nothing is asked and nothing is changed")
  func tags() throws {
    let image = try #require(ImageReference("\(Self.registry)/api:1"))
    let state = desired([image.description], pin: .tag)
    #expect(state.unpinnedImages.isEmpty)
    #expect(images(state.pinned([image: Self.one], recorded: RecordedState())) == [image.description])
  }

  @Test("The registry goes before what was recorded, which goes on for a tag that has left the registry")
  func remembered() throws {
    let image = try #require(ImageReference("\(Self.registry)/api:1"))
    let state = desired([image.description])
    let record = recorded(["\(Self.registry)/api:2@\(Self.one)", "\(image)@\(Self.two)"])
    #expect(images(state.pinned([image: Self.one], recorded: record)) == ["\(image)@\(Self.one)"])
    #expect(images(state.pinned([:], recorded: record)) == ["\(image)@\(Self.two)"])
    #expect(images(state.pinned([:], recorded: recorded(["\(Self.registry)/api:2@\(Self.one)"]))) == [image.description])
  }
}
