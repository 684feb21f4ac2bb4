import Diagnostics
import Platform
import Resources

/// Entries of an environment's directory that nobody reads, although they look as if they were meant to be.
///
/// A spec that is not read is not wanted, so what it declares would be deleted. What resembles something that is read is an
/// error; other JSON that has no effect is warned about; a README, hidden files and what belongs to other tools is nobody's
/// business here.
enum UnreadEntries {
  private static let folders = ResourceKind.all.map(\.folder).sorted()

  /// Beside the folders of specs.
  static func check(_ directories: [String], _ run: inout LoadingRun) {
    for directory in directories {
      for name in FileSystem.entries(directory) where !name.hasPrefix(".") {
        let path = Paths.joined(directory, name)
        switch FileSystem.kind(path) {
        case .directory where folders.contains(name): break
        case .directory: checkFolder(name, at: path, &run)
        default: checkFile(name, at: path, &run)
        }
      }
    }
  }

  // MARK: Beside the folders of specs

  private static func checkFolder(_ name: String, at path: String, _ run: inout LoadingRun) {
    let entries = FileSystem.entries(path)
    // Another environment, or a base, may lie inside of one.
    guard entries.contains(where: { $0.hasSuffix(".json") }), !entries.contains("environment.json"),
      let meant = folder(meantBy: name)
    else { return }
    run.leaveOut(specs: entries, in: Paths.joined(Paths.parent(path), meant))
    run.report(
      .error, "misspelt-folder", "the folder \"\(name)\" is not read", at: nil, file: path,
      details: ["What a spec in it declares would not be wanted, and so be deleted."], fix: "rename it to \"\(meant)\"")
  }

  private static func checkFile(_ name: String, at path: String, _ run: inout LoadingRun) {
    guard name.hasSuffix(".json"), name != "environment.json", !name.hasSuffix(".tfvars.json"),
      !name.hasSuffix(".schema.json")
    else { return }
    let isTagMap = Nearest.name(to: name, among: ["image-tags.json", "image-tags.auto.tfvars.json", "image-tags.tfvars.json"])
    run.report(
      .warning, "unread-file", "the file has no effect: it lies in no folder of specs", at: nil, file: path,
      fix: isTagMap != nil || name == "image-tags.json"
        ? "rename it to \"image-tags.auto.tfvars.json\""
        : "move it into \(folders.map { $0 + "/" }.joined(separator: ", ")), or out of the environment")
  }

  // MARK: In a folder of specs

  /// An entry of a folder of specs that is none by its ending.
  static func checkSpec(_ name: String, at path: String, in folder: String, _ run: inout LoadingRun) {
    if FileSystem.kind(path) == .directory {
      checkDeeper(path, in: folder, &run)
    } else {
      checkEnding(name, at: path, &run)
    }
  }

  private static func checkDeeper(_ path: String, in folder: String, _ run: inout LoadingRun) {
    let entries = FileSystem.entries(path)
    guard entries.contains(where: { $0.hasSuffix(".json") }) else { return }
    run.leaveOut(specs: entries, in: Paths.parent(path))
    run.report(
      .error, "unread-folder", "folders inside of \"\(folder)\" are not read", at: nil, file: path,
      details: ["What a spec in it declares would not be wanted, and so be deleted."],
      fix: "move its files into \"\(folder)\"")
  }

  private static func checkEnding(_ name: String, at path: String, _ run: inout LoadingRun) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return }
    let ending = name[name.index(after: dot)...].lowercased()
    guard !["md", "txt"].contains(ending) else { return }
    let stem = name[..<dot]
    let isSpec = ["yaml", "yml", "json"].contains(ending) || Nearest.name(to: ending, among: ["json"]) != nil
    if isSpec {
      let isYAML = ending.hasPrefix("y")
      run.leaveOut(specs: ["\(stem).json"], in: Paths.parent(path))
      run.report(
        .error, "unread-file", "the file is not read: specs end in \".json\"", at: nil, file: path,
        details: ["What it declares would not be wanted, and so be deleted."],
        fix: isYAML ? "write it as JSON in \"\(stem).json\"" : "rename it to \"\(stem).json\"")
    } else {
      run.report(
        .warning, "unread-file", "the file has no effect: specs end in \".json\"", at: nil, file: path,
        fix: "rename it to \"….json\", or move it out of the environment")
    }
  }

  /// The folder of specs that a name stands for: `service`, `Services`, `taskdefs`, `task_definitions`.
  private static func folder(meantBy name: String) -> String? {
    let plain = plainName(name)
    let same = folders.first { plainName($0) == plain || plain.utf8.count > 5 && plainName($0).hasPrefix(plain) }
    return same ?? Nearest.name(to: name, among: folders)
  }

  /// Without what people spell in different ways: capitals, hyphens, and the end of a plural.
  private static func plainName(_ name: String) -> String {
    let letters = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    if letters.hasSuffix("ies") { return letters.dropLast(3) + "y" }
    return letters.hasSuffix("s") ? String(letters.dropLast()) : letters
  }
}
