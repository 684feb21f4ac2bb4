import APIModel
package import JSONDocument

/// A kind of resource as data: what it is called, where its files lie, how its fields behave, and what its documents mean.
///
/// Whatever a room decides by kind is asked here, so that a new kind is a folder under `Kinds/` with one of these, a line in
/// `all`, and its calls in the rooms that make calls. A member without a default has to be given: the compiler names what a
/// new kind leaves out.
///
/// There is one object of each kind, so that addresses and identities, which all name theirs, are cheap to copy.
package final class ResourceKind: Sendable {
  package enum Comparison: Sendable {
    /// Every field takes part; a field the files do not mention stands for its default (task definitions).
    case whole
    /// Only what the files mention takes part, and what they mentioned before: ECS's update calls are patches.
    case declared
  }

  /// When in a plan objects are made. What is taken away goes in the opposite order.
  package enum Stage: Int, Sendable, Comparable, CaseIterable {
    case repositories, logGroups, clusters, taskDefinitions, oneOffTasks, services, scalableTargets, scalingRules

    package static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  /// How it is told what is there.
  package enum Reading: Sendable {
    /// Objects are read by their identity.
    case objects
    /// Revisions are read by their ARN, and once only.
    case revisions
    /// Nothing stands behind it in AWS.
    case nothing
  }

  /// Terraform's type name: `aws_ecs_service`.
  package let type: String
  /// What a person calls one of it: `service`.
  package let noun: String
  /// Folder of its files in an environment directory: `services`.
  package let folder: String
  package let naming: KindNaming
  package let stage: Stage
  package let reading: Reading
  package let comparison: Comparison
  /// What it holds that cannot be made again from files; nil: nothing. It is never deleted without being asked by name.
  package let heldData: HeldData?
  /// The structure of its documents, from AWS's model.
  package let input: KindInput
  /// How its fields are compared, on top of that structure.
  package let facts: ObjectFacts
  package let limits: KindLimits
  /// Members of the API's output that are never part of the wanted state.
  package let outputOnly: Set<String>
  /// Those of `outputOnly` that are inputs of a call all the same: they ask for something once.
  package let momentary: Set<String>
  /// How calls answer objects of it.
  package let answers: KindAnswers
  /// Brings a document into the form in which the facts hold: the rules that data cannot say.
  let canonicalize: @Sendable (JSON) -> JSON
  /// What a document of this kind means to others.
  package let meaning: KindMeaning
  /// The member whose value selects other facts, and those facts: a daemon service has other defaults than a replica.
  let variantMember: String?
  let variants: [String: ObjectFacts]

  init(
    type: String, noun: String, folder: String, naming: KindNaming, stage: Stage, reading: Reading = .objects,
    comparison: Comparison, heldData: HeldData? = nil, input: KindInput, facts: ObjectFacts, limits: KindLimits,
    outputOnly: Set<String>, momentary: Set<String> = [],
    answers: KindAnswers,
    canonicalize: @escaping @Sendable (JSON) -> JSON, meaning: KindMeaning, variantMember: String? = nil,
    variants: [String: ObjectFacts] = [:]
  ) {
    self.type = type
    self.noun = noun
    self.folder = folder
    self.naming = naming
    self.stage = stage
    self.reading = reading
    self.comparison = comparison
    self.heldData = heldData
    self.input = input
    self.facts = facts.completed(by: input.model, input.members)
    self.limits = limits
    self.outputOnly = outputOnly
    self.momentary = momentary
    self.answers = answers
    self.canonicalize = canonicalize
    self.meaning = meaning
    self.variantMember = variantMember
    self.variants = variants.mapValues { $0.completed(by: input.model, input.members) }
  }

  package static let all: [ResourceKind] = [
    cluster, logGroup, oneOffTask, repository, scalableTarget, scalingPolicy, scheduledAction, service, taskDefinition,
  ]

  /// The facts that hold for a document. The first of `documents` that has the selecting member decides.
  package func facts(of documents: JSON?...) -> ObjectFacts {
    guard let variantMember else { return facts }
    let selected = documents.lazy.compactMap { $0?[variantMember]?.stringValue }.first
    return selected.flatMap { variants[$0] } ?? facts
  }

  package static func named(_ type: String) -> ResourceKind? {
    all.first { $0.type == type }
  }

  /// `repositories`, `log groups`.
  package var plural: String { noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s" }
  /// The member that holds its name; empty for what has no name in the API.
  package var nameMember: String { naming.member }
  package var scopeMember: String? { naming.scopeMember }
  package var holdsData: Bool { heldData != nil }
  /// Members that are read by calls of their own, and so only where somebody compares them.
  package var separatelyRead: Set<String> { answers.separatelyRead }
}

extension ResourceKind: Hashable {
  package static func == (left: ResourceKind, right: ResourceKind) -> Bool { left.type == right.type }
  package func hash(into hasher: inout Hasher) { hasher.combine(type) }
}
