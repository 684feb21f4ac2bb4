/// The commit that is checked out in a working tree, read from git's own files: no program is started for it.
///
/// What is not committed is not looked at. Source: gitrepository-layout(5).
package enum GitCommit {
  /// Its 40 hexadecimal digits (64 in repositories of SHA-256); nil where the directory lies in no working tree, or nothing
  /// was committed yet.
  package static func checkedOut(around directory: String) -> String? {
    guard let git = GitFolder(around: directory)?.git, let head = GitFolder.line(Paths.joined(git, "HEAD")) else { return nil }
    guard head.hasPrefix("ref: ") else { return digits(head) }
    let name = String(head.dropFirst(5))
    guard name.hasPrefix("refs/"), !name.split(separator: "/").contains("..") else { return nil }
    let folders = [git, shared(git)]
    let loose = folders.lazy.compactMap { GitFolder.line(Paths.joined($0, name)).flatMap(digits) }.first
    return loose ?? folders.lazy.compactMap { packed(name, in: $0) }.first
  }

  /// The root of the working tree that the directory, an absolute path, lies in; nil where it lies in none.
  package static func workingTree(around directory: String) -> String? { GitFolder(around: directory)?.root }

  /// Where the branches of a second working tree are.
  private static func shared(_ git: String) -> String {
    GitFolder.line(Paths.joined(git, "commondir")).map { Paths.joined(git, $0) } ?? git
  }

  private static func packed(_ name: String, in git: String) -> String? {
    guard let bytes = try? FileSystem.readRegularFile(Paths.joined(git, "packed-refs"), limit: 64 << 20) else { return nil }
    let entry = bytes.split(separator: UInt8(ascii: "\n")).first { $0.reversed().starts(with: " \(name)".utf8.reversed()) }
    return entry.flatMap { digits(String(decoding: $0.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)) }
  }

  private static func digits(_ text: String) -> String? {
    [40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? text : nil
  }
}
