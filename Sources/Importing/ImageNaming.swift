import JSONDocument
import Resources

/// Keys of the tag map for the images that run: one for each image of the account's registry.
///
/// A key is the repository's own name where one tag of it runs; where several do, the others carry the name of the
/// family that runs them. What lies in other registries, and what names no tag, stays as it is written.
struct ImageNaming {
  struct Entry: Equatable {
    var repository: String
    /// As the tag map holds it: a tag, a digest, or a tag with its digest. It names no account, so that the map can be
    /// copied to the next environment.
    var tag: String
  }

  private(set) var entries: [String: Entry] = [:]
  private var keys: [String: String] = [:]

  /// Takes the keys that an environment has already: reference by key.
  init(existing: [String: String]) {
    for (key, reference) in existing.sorted(by: { $0.key > $1.key }) { keys[reference] = key }
  }

  /// Names the images of some task definitions.
  init(_ definitions: [Revision], registry: String) {
    var users: [ImageReference: [String]] = [:]
    for definition in definitions.sorted(by: { $0.family < $1.family }) {
      for image in TaskDefinitionDocument(definition.content).images where image.registry == registry && image.version != nil {
        users[image, default: []].append(definition.family)
      }
    }
    let ordered = users.sorted { left, right in
      left.value.count != right.value.count
        ? left.value.count > right.value.count : left.key.description < right.key.description
    }
    let shortNames = Dictionary(grouping: Set(users.keys.map(\.repository)), by: ARN.lastName)
    for (image, families) in ordered {
      let isAlone = shortNames[ARN.lastName(of: image.repository)]?.count == 1
      let plain = isAlone ? ARN.lastName(of: image.repository) : image.repository.replacing("/", with: "-")
      add(image, [plain, "\(plain)-\(families[0])"])
    }
  }

  private mutating func add(_ image: ImageReference, _ names: [String]) {
    var key = names.first { entries[$0] == nil } ?? names[0]
    var number = 2
    while entries[key] != nil {
      key = "\(names[0])-\(number)"
      number += 1
    }
    entries[key] = Entry(
      repository: image.repository, tag: image.tagAndDigest)
    keys[image.description] = key
  }

  /// `${image.api}` for an image that has a key.
  func placeholder(for reference: String) -> String? { key(for: reference).map { "${image.\($0)}" } }
  func key(for reference: String) -> String? { keys[reference] }
}
