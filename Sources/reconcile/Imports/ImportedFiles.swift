import Importing
import Platform
import Recording
import Reporting

/// The files of an import on their way to a directory.
///
/// A directory that is not there yet is made beside its place and gets its name when it is whole. In one that is there nothing
/// is overwritten, and `environment.json` comes last, so that a directory which an import was killed in has all files or is
/// no environment yet; the same import goes on there: a file that says already what would be written is left as it is.
struct ImportedFiles {
  let place: String
  let draft: EnvironmentDraft

  private var unfinished: String { "\(place)/.import" }

  /// All or none: what is there already and says something else is named first.
  func check() throws {
    let taken = draft.files.filter(isOther).map { "\(place)/\($0.path)" }
    guard taken.isEmpty else {
      throw Failure(
        "import-files-exist", subject: place,
        "\(taken.count) \(taken.count == 1 ? "file" : "files") that would be written \(taken.count == 1 ? "is" : "are") there already",
        details: taken.prefix(10).map { $0 } + (taken.count > 10 ? ["and \(taken.count - 10) more"] : [])
          + ["Nothing was written: files are never overwritten."],
        next:
          "import into a directory of its own, or write \(place)/environment.json first: then only what no file declares is imported"
      )
    }
  }

  func write() throws {
    guard FileSystem.kind(place) != nil || FileSystem.isLink(place) != nil else { return try writeWhole() }
    discardUnfinished()
    let last = draft.files.filter { $0.path == Self.last }
    for file in draft.files.filter({ $0.path != Self.last }) + last {
      let path = "\(place)/\(file.path)"
      guard FileSystem.kind(path) == nil else { continue }
      let temporary = "\(unfinished)/next"
      try FileSystem.makeFolder(of: path)
      try FileSystem.makeFolder(of: temporary)
      try FileSystem.create(Array(file.text.utf8), at: path, by: temporary, for: .shared)
    }
    FileSystem.removeFolder(unfinished)
  }

  /// What an import that was killed here has left goes first.
  private func writeWhole() throws {
    let place = Paths.normalized(place)
    let parent = Paths.parent(place)
    let start = ".\(Paths.lastPart(place)).import-"
    for entry in FileSystem.entries(parent) where entry.hasPrefix(start) { discard(folder: "\(parent)/\(entry)") }
    let folder = "\(parent)/\(start)\(RandomId.make())"
    do {
      for file in draft.files {
        let path = "\(folder)/\(file.path)"
        try FileSystem.makeFolder(of: path)
        try FileSystem.create(Array(file.text.utf8), at: path, for: .shared)
      }
      try FileSystem.publish(folder: folder, as: place)
    } catch {
      discard(folder: folder)
      throw error
    }
  }

  /// With all that an import can have put into it.
  private func discard(folder: String) {
    for entry in FileSystem.entries(folder) {
      let path = "\(folder)/\(entry)"
      if FileSystem.kind(path) == .directory, FileSystem.isLink(path) == false {
        discard(folder: path)
      } else {
        FileSystem.discard(path)
      }
    }
    FileSystem.removeFolder(folder)
  }

  private static let last = "environment.json"

  /// What a killed import left behind.
  private func discardUnfinished() {
    for name in FileSystem.entries(unfinished) { FileSystem.discard("\(unfinished)/\(name)") }
    FileSystem.removeFolder(unfinished)
  }

  private func isOther(_ file: EnvironmentDraft.File) -> Bool {
    let path = "\(place)/\(file.path)"
    guard FileSystem.kind(path) != nil else { return false }
    return (try? FileSystem.readRegularFile(path, limit: file.text.utf8.count + 1)) != Array(file.text.utf8)
  }
}
