import Loading
import Platform
import Resources

/// The environments in the directories beside one: what leaves its files may have moved to theirs.
struct Neighbours {
  private let environment: EnvironmentIdentity

  init(of environment: LoadedEnvironment) { self.environment = environment.desired.environment }

  /// Which of these objects the files of a neighbour declare, with its directory. What is wanted here stays ours. Nobody's
  /// files are read when nothing would be deleted; one that cannot be read declares nothing.
  func claims(on recorded: [ResourceIdentity], beside wanted: [Resource]) -> [ResourceIdentity: String] {
    let leaving = Set(recorded).subtracting(wanted.map(\.identity))
    guard !leaving.isEmpty else { return [:] }
    var claims: [ResourceIdentity: String] = [:]
    for directory in directories {
      guard let other = EnvironmentLoader().load(directory).environment?.desired, isOther(other.environment) else { continue }
      for resource in other.resources where leaving.contains(resource.identity) { claims[resource.identity] = directory }
    }
    return claims
  }

  private var directories: [String] {
    let parent = environment.directory == "." ? ".." : Paths.parent(environment.directory)
    let own = FileSystem.resolved(environment.directory)
    return FileSystem.entries(parent).map { Paths.normalized("\(parent)/\($0)") }.filter {
      FileSystem.kind("\($0)/environment.json") == .file && FileSystem.resolved($0) != own
    }
  }

  /// Of the same name it is a copy of this one, with the same state.
  private func isOther(_ other: EnvironmentIdentity) -> Bool {
    other.name != environment.name && other.provider.isSameCloud(as: environment.provider)
  }
}
