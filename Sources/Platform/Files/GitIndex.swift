/// Which files git tracks in a working tree, read from its index: no program is started for it.
///
/// Where the index cannot be read, or is of a form that is not known here, nobody knows, and nothing is said to be tracked.
/// Source: gitformat-index(5), versions 2 to 4.
package struct GitIndex: Sendable {
  /// Where the working tree begins.
  package let root: String
  private let file: String

  /// The working tree that the directory, an absolute path, lies in; nil when it lies in none.
  package init?(around directory: String) {
    guard let folder = GitFolder(around: directory) else { return nil }
    (root, file) = (folder.root, Paths.joined(folder.git, "index"))
  }

  private static let sizeLimit = 512 * 1_048_576

  /// Those of these absolute paths that git tracks.
  package func tracked(among paths: Set<String>) -> Set<String> {
    guard let bytes = try? FileSystem.readRegularFile(file, limit: Self.sizeLimit) else { return [] }
    let prefix = root == "/" ? root : root + "/"
    let names = Dictionary(
      paths.compactMap { path in path.hasPrefix(prefix) ? (Array(path.utf8.dropFirst(prefix.utf8.count)), path) : nil },
      uniquingKeysWith: { first, _ in first })
    var tracked: Set<String> = []
    Self.forEachName(in: bytes) { name in
      if let path = names[Array(name)] { tracked.insert(path) }
      // A folder that is not checked out as a whole stands for all that is in it.
      guard name.last == UInt8(ascii: "/") else { return }
      for (other, path) in names where other.starts(with: name) { tracked.insert(path) }
    }
    return tracked
  }

  /// The names of the entries; none when the bytes are no index.
  static func forEachName(in bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    // Digests of objects have 20 bytes, or 32; the index does not say.
    for digest in [20, 32] {
      guard let names = names(in: bytes, digest: digest) else { continue }
      for name in names { body(name[...]) }
      return
    }
  }

  /// Nil when it does not add up.
  private static func names(in bytes: [UInt8], digest: Int) -> [[UInt8]]? {
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count >= 12 + digest, bytes.starts(with: "DIRC".utf8), (2...4).contains(number(4)) else { return nil }
    let (version, count) = (number(4), number(8))
    guard count <= bytes.count / 62 else { return nil }
    let end = bytes.count - digest
    var names: [[UInt8]] = []
    names.reserveCapacity(count)
    var at = 12
    for _ in 0..<count {
      let start = at
      at += 40 + digest
      guard at + 2 <= end else { return nil }
      let isExtended = bytes[at] & 0x40 != 0
      guard version > 2 || !isExtended else { return nil }
      at += isExtended ? 4 : 2
      var name: [UInt8] = []
      if version == 4 {
        guard let kept = kept(of: names.last?.count ?? 0, in: bytes, &at, end) else { return nil }
        name = Array((names.last ?? []).prefix(kept))
      }
      guard at < end, let close = bytes[at..<end].firstIndex(of: 0) else { return nil }
      name += bytes[at..<close]
      // Entries are in order, which tells that they were read right.
      guard !name.isEmpty, names.last.map({ !name.lexicographicallyPrecedes($0) }) ?? true else { return nil }
      names.append(name)
      at = version == 4 ? close + 1 : start + (close - start) / 8 * 8 + 8
      guard at <= end else { return nil }
    }
    return names
  }

  /// How much of the name before is kept: all but a number in the way of pack offsets.
  private static func kept(of length: Int, in bytes: [UInt8], _ at: inout Int, _ end: Int) -> Int? {
    var value = 0
    for round in 0..<4 {
      guard at < end else { return nil }
      let byte = bytes[at]
      at += 1
      value = (round == 0 ? 0 : value + 1) << 7 | Int(byte & 0x7F)
      if byte & 0x80 == 0 { return value <= length ? length - value : nil }
    }
    return nil
  }
}
