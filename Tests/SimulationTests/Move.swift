/// One thing that happens in the life of an environment. A life is a list of these.
enum Move: Sendable, Equatable, CustomStringConvertible {
  /// The files say this of the service from now on; nil: it has no files.
  case edit(service: Int, ServiceFiles?)
  case editLogGroup(Int, days: Int?)
  case editRepository(Int, isImmutable: Bool?)
  /// The cluster, or a log group, has another name from now on.
  case renameCluster(to: Int)
  case renameLogGroup(Int, to: Int)
  /// Somebody else does something in the cloud.
  case outsider(Outsider)
  /// Somebody applies, and this goes wrong.
  case apply(Trouble)

  struct ServiceFiles: Sendable, Equatable {
    var tag: Int
    var level: Int
    var count: Int
    var isOnFargate: Bool
    var hasExec: Bool
    /// Which of its names in AWS the service has, and which family.
    var name = 0
    var family = 0
  }

  enum Outsider: Sendable, Equatable {
    case scale(service: Int, count: Int)
    case deleteService(Int)
    case registerRevision(service: Int)
    case deregisterNewest(service: Int)
    case retention(logGroup: Int, days: Int)
    case deleteLogGroup(Int)
  }

  /// What strikes follows from `seed` and from what a call is about, not from when it is made, so that steps that run side
  /// by side do not change it.
  struct Trouble: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
      case none, throttle, refuse, loseRequest, loseAnswer, delay, crash, rival, outsider, interrupt
    }

    var kind: Kind
    var seed: UInt64
    var parallelism: Int
    /// The next thing happens before anybody has put right what this one left.
    var isLeftSo = false
  }

  var description: String {
    switch self {
    case .edit(let service, nil): "remove service \(service)"
    case .edit(let service, let files?):
      "service \(service): tag \(files.tag), level \(files.level), count \(files.count), \(files.isOnFargate ? "FARGATE" : "EC2")"
        + (files.hasExec ? ", exec" : "") + ", name \(files.name), family \(files.family)"
    case .editLogGroup(let group, let days): "log group \(group): \(days.map { "\($0) days" } ?? "removed")"
    case .editRepository(let repository, let isImmutable):
      "repository \(repository): \(isImmutable.map { $0 ? "immutable" : "mutable" } ?? "removed")"
    case .renameCluster(let name): "the cluster is called \(Files.cluster(name))"
    case .renameLogGroup(let group, let name): "log group \(group) is called \(Files.logGroup(group, name))"
    case .outsider(let deed): "somebody else: \(deed)"
    case .apply(let trouble):
      "apply with \(trouble.kind.rawValue) (seed \(trouble.seed), \(trouble.parallelism) at a time)"
        + (trouble.isLeftSo ? ", left so" : "")
    }
  }
}

extension Move {
  /// The life that a seed stands for.
  static func life(seed: UInt64) -> [Move] {
    var random = Chance(seed: seed)
    var moves: [Move] = []
    for _ in 0..<(1 + random.below(3)) {
      for _ in 0..<(1 + random.below(3)) { moves.append(edit(&random)) }
      if random.below(4) == 0 { moves.append(.outsider(outsider(&random))) }
      let kind = Trouble.Kind.allCases[random.below(Trouble.Kind.allCases.count)]
      moves.append(.apply(Trouble(kind: kind, seed: random.next(), parallelism: [1, 1, 4][random.below(3)])))
      if random.below(3) == 0, case .apply(var trouble)? = moves.last {
        trouble.isLeftSo = true
        moves[moves.count - 1] = .apply(trouble)
      }
    }
    // Whatever was left so is put right in the end.
    if case .apply(var trouble)? = moves.last {
      trouble.isLeftSo = false
      moves[moves.count - 1] = .apply(trouble)
    }
    return moves
  }

  private static func edit(_ random: inout Chance) -> Move {
    switch random.below(12) {
    case 10: return .renameCluster(to: random.below(2))
    case 11: return .renameLogGroup(random.below(2), to: random.below(2))
    case 0: return .editLogGroup(random.below(2), days: [nil, 7, 30][random.below(3)])
    case 1: return .editRepository(0, isImmutable: [nil, true, false][random.below(3)])
    case 2: return .edit(service: random.below(3), nil)
    default:
      let files = ServiceFiles(
        tag: random.below(3), level: random.below(2), count: random.below(3), isOnFargate: random.below(5) == 0,
        hasExec: random.below(3) == 0, name: random.below(4) % 3, family: random.below(4) % 2)
      return .edit(service: random.below(3), files)
    }
  }

  static func outsider(_ random: inout Chance) -> Outsider {
    switch random.below(6) {
    case 0: .scale(service: random.below(3), count: random.below(4))
    case 1: .deleteService(random.below(3))
    case 2: .registerRevision(service: random.below(3))
    case 3: .deregisterNewest(service: random.below(3))
    case 4: .retention(logGroup: random.below(2), days: 14)
    default: .deleteLogGroup(random.below(2))
    }
  }
}

/// Random numbers that follow from a seed (SplitMix64).
struct Chance: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  /// A number that follows from a text.
  static func number(_ text: String) -> UInt64 {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var chance = Chance(seed: hash)
    return chance.next()
  }
}
