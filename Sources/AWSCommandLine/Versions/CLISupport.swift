/// What the `aws` program learned about the API in one release of each of its lines, 1 and 2, which are made side by side.
struct CLISupportRelease: Sendable {
  var first: CLISupport
  /// Operations (`ecs ContinueServiceDeployment`), and members of inputs with lists marked (`ecs CreateService.loadBalancers[]…`).
  /// What came with its parent is not listed: who knows the parent knows it.
  var names: [String]

  init(_ version1: String, _ version2: String, _ names: [String]) {
    first = CLISupport(versions: [version1, version2])
    self.names = names
  }
}

/// The first releases that know something.
struct CLISupport: Sendable, Equatable {
  /// One of each line: `["1.36.7", "2.22.2"]`.
  var versions: [String]

  /// A line of which nothing is said is newer than those of which something is, and knows it.
  func isKnown(to release: Release) -> Bool {
    let own = versions.compactMap { Release($0) }.first { $0.major == release.major }
    return own.map { release >= $0 } ?? true
  }
}

/// All additions, by operation.
struct CLISupportTable: Sendable {
  struct Member: Sendable {
    var path: String
    var first: CLISupport
  }

  private(set) var operations: [String: CLISupport] = [:]
  private(set) var members: [String: [Member]] = [:]

  static let known = CLISupportTable(CLISupportRelease.all)

  init(_ additions: [CLISupportRelease]) {
    for addition in additions {
      for name in addition.names {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2 {
          members[parts[0], default: []].append(Member(path: parts[1], first: addition.first))
        } else {
          operations[name] = addition.first
        }
      }
    }
  }
}
