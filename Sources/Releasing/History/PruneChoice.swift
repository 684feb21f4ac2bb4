package import JSONDocument
import Recording
package import Resources

/// Revisions of the families of an environment that nobody needs any more.
package struct Pruning: Sendable, Equatable {
  package struct Family: Sendable, Equatable {
    package var family: String
    /// The newest first.
    package var going: [RecordedRevision]
    /// So many of those that are known stay.
    package var staying: Int

    package init(family: String, going: [RecordedRevision], staying: Int) {
      self.family = family
      self.going = going
      self.staying = staying
    }
  }

  /// Ordered by name; those of which nothing goes are among them.
  package var families: [Family]

  package init(families: [Family]) { self.families = families }

  package var going: [RecordedRevision] { families.flatMap(\.going) }
  package var isEmpty: Bool { going.isEmpty }
  package var staying: Int { families.reduce(0) { $0 + $1.staying } }

  /// The same for two that take away the same revisions.
  package var digest: ContentDigest { ContentDigest(of: JSON.array(going.map(\.arn).sorted().map { .string($0) })) }

  /// Only what somebody has made sure of.
  package func limited(to arns: Set<String>) -> Pruning {
    Pruning(
      families: families.map { family in
        let going = family.going.filter { arns.contains($0.arn) }
        return Family(family: family.family, going: going, staying: family.staying + family.going.count - going.count)
      })
  }
}

/// Chooses them. A revision stays when it is in use, when it is not older than the one on record, when it is among the last that
/// were rolled out to the end, or when it is not known what it holds.
package struct PruneChoice: Sendable {
  private let ledger: TagLedger
  private let images: [String: EnvironmentImage]
  private let keep: Int
  private let inUse: Set<String>
  private let contents: [String: JSON]

  /// `keep`: so many of each family that were rolled out to the end stay. `inUse`: ARNs of what runs or is recorded. `contents`:
  /// of all known revisions, by ARN.
  package init(
    _ ledger: TagLedger, images: [String: EnvironmentImage], keep: Int, inUse: Set<String>, contents: [String: JSON]
  ) {
    self.ledger = ledger
    self.images = images
    self.keep = keep
    self.inUse = inUse
    self.contents = contents
  }

  /// `families`: those of this environment, with the number of the revision that is on record.
  package func pruning(of families: [String: Int], in revisions: [String: [RecordedRevision]]) -> Pruning {
    let keys = Dictionary(images.values.map { ($0.name, $0.key) }, uniquingKeysWith: { min($0, $1) })
    let completed = Dictionary(uniqueKeysWithValues: images.keys.map { ($0, Set(ledger.completedTags(of: $0))) })
    return Pruning(
      families: families.sorted { $0.key < $1.key }.map { family, current in
        let known = (revisions[family] ?? []).sorted { $0.number > $1.number }
        var kept = 0
        let going = known.filter { revision in
          guard let content = contents[revision.arn] else { return false }
          let isCompleted = TaskDefinitionDocument(content).images.allSatisfy { image in
            guard let key = keys[image.name] else { return true }
            return completed[key]?.contains(image.tag ?? image.digest ?? "") ?? true
          }
          if isCompleted { kept += 1 }
          return revision.number < current && !inUse.contains(revision.arn) && !(isCompleted && kept <= keep)
        }
        return Pruning.Family(family: family, going: going, staying: known.count - going.count)
      })
  }
}
