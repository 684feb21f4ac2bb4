import Diagnostics
package import Loading
import Platform
import Resources

/// What a change of a tag map comes to.
package struct TagMapChange: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var key: String
    /// Nil: the map had none.
    package var before: String?
    package var after: String

    package init(key: String, before: String?, after: String) {
      self.key = key
      self.before = before
      self.after = after
    }
  }

  /// The file.
  package var path: String
  /// What differs, ordered by key.
  package var rows: [Row]
  /// Keys that had the wanted tag already, ordered.
  package var unchanged: [String]
  /// False for a dry run.
  package var isWritten: Bool

  package init(path: String, rows: [Row], unchanged: [String], isWritten: Bool) {
    self.path = path
    self.rows = rows
    self.unchanged = unchanged
    self.isWritten = isWritten
  }
}

/// Writes tags into the tag map of an environment.
///
/// The file is read, changed in the values of some keys only, held against the environment's policy, and put in place whole.
/// When somebody else wrote it in between, it is read again: neither of two writers loses what the other one set.
package struct TagMapWriter: Sendable {
  private let loader: EnvironmentLoader
  private let directory: String

  package init(_ loader: EnvironmentLoader, _ directory: String) {
    self.loader = loader
    self.directory = directory
  }

  /// So often another writer may come first.
  private static let attempts = 100

  /// `choose` looks at the environment as it is read, and says which tags its keys get. Throws `ReleaseProblem` or
  /// `FileProblem`; nothing was changed then.
  package func set(
    isDry: Bool = false, _ choose: (LoadedEnvironment) throws(ReleaseProblem) -> [String: String]
  ) throws -> TagMapChange {
    for _ in 0..<Self.attempts {
      let environment = try usable(loader.loadTags(directory))
      let tags = try choose(environment)
      let edit = try checkedEdit(environment, setting: tags)
      guard try isDry || edit.write() else { continue }
      return change(edit, environment, tags, isWritten: !isDry)
    }
    throw ReleaseProblem.mapMoved(path: directory)
  }

  /// The change itself, for those who plan with it before they write it.
  package func edit(
    _ environment: LoadedEnvironment, setting tags: [String: String]
  ) throws(ReleaseProblem) -> TagMapEdit {
    guard let file = environment.tagMap, let edit = file.setting(tags) else { throw .mapMoved(path: directory) }
    guard !file.isOfBase else { throw .mapOfBase(path: file.path, directory: directory) }
    return edit
  }

  /// The same, held against the environment's policy.
  package func checkedEdit(
    _ environment: LoadedEnvironment, setting tags: [String: String]
  ) throws(ReleaseProblem) -> TagMapEdit {
    let edit = try edit(environment, setting: tags)
    _ = try usable(loader.loadTags(directory, with: edit))
    return edit
  }

  private func change(
    _ edit: TagMapEdit, _ environment: LoadedEnvironment, _ tags: [String: String], isWritten: Bool
  ) -> TagMapChange {
    let keys = tags.keys.sorted()
    let rows = keys.compactMap { key in
      tags[key].map { TagMapChange.Row(key: key, before: environment.images[key]?.tag, after: $0) }
    }
    return TagMapChange(
      path: edit.path, rows: rows.filter { $0.before != $0.after }, unchanged: rows.filter { $0.before == $0.after }.map(\.key),
      isWritten: isWritten && !edit.isEmpty)
  }

  private func usable(_ result: LoadResult) throws(ReleaseProblem) -> LoadedEnvironment {
    guard let environment = result.environment else { throw .findings(result.diagnostics) }
    return environment
  }
}
