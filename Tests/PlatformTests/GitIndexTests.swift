import Foundation
import Testing

@testable import Platform

/// The index of git, as gitformat-index(5) tells it.
@Suite struct GitIndexTests {
  private static func number(_ value: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// An index with these names, in order.
  private static func index(_ names: [String], version: Int, digest: Int = 20, extended: Set<String> = []) -> [UInt8] {
    var bytes = Array("DIRC".utf8) + number(version, bytes: 4) + number(names.count, bytes: 4)
    var before: [UInt8] = []
    for name in names {
      let text = Array(name.utf8)
      let start = bytes.count
      bytes += [UInt8](repeating: 7, count: 40 + digest)
      bytes += number((extended.contains(name) ? 0x4000 : 0) | min(text.count, 0xFFF), bytes: 2)
      if extended.contains(name) { bytes += [0x20, 0] }
      if version == 4 {
        let common = zip(before, text).prefix { $0 == $1 }.count
        bytes += offset(before.count - common) + text[common...] + [0]
      } else {
        bytes += text
        bytes += [UInt8](repeating: 0, count: 8 - (bytes.count - start) % 8)
      }
      before = text
    }
    return bytes + Array("TREE".utf8) + number(3, bytes: 4) + [1, 2, 3] + [UInt8](repeating: 9, count: digest)
  }

  /// As pack files write offsets.
  private static func offset(_ value: Int) -> [UInt8] {
    var bytes = [UInt8(value & 0x7F)]
    var value = value >> 7
    while value > 0 {
      value -= 1
      bytes.insert(UInt8(value & 0x7F) | 0x80, at: 0)
      value >>= 7
    }
    return bytes
  }

  private static func names(_ bytes: [UInt8]) -> [String] {
    var names: [String] = []
    GitIndex.forEachName(in: bytes) { names.append(String(decoding: $0, as: UTF8.self)) }
    return names
  }

  private static let names = [
    "README.md", "envs/prod/environment.json", "envs/prod/x.auto.tfvars.json", "envs/\u{E9}", String(repeating: "z", count: 300),
  ]

  @Test(
    "The names of all entries are read, in each version",
    arguments: [
      (2, 20, []), (3, 20, ["README.md", "envs/\u{E9}"]), (4, 20, []), (4, 20, ["envs/prod/environment.json"]), (2, 32, []),
      (4, 32, []),
    ])
  func versions(version: Int, digest: Int, extended: [String]) {
    #expect(Self.names(Self.index(Self.names, version: version, digest: digest, extended: Set(extended))) == Self.names)
    // A name that is so much shorter than the one before it that the number takes two bytes.
    let shrinking = [String(repeating: "a", count: 400), "b"]
    #expect(Self.names(Self.index(shrinking, version: version, digest: digest)) == shrinking)
  }

  @Test("What is no index, or was cut off or damaged, has no entries and breaks nothing", arguments: [2, 3, 4])
  func damage(version: Int) {
    let whole = Self.index(Self.names, version: version)
    #expect(Self.names([]).isEmpty)
    for length in 0..<whole.count - 40 { #expect(Self.names(Array(whole[..<length])).count <= Self.names.count) }
    for at in whole.indices {
      for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[at] = value
        _ = Self.names(bytes)
      }
    }
    #expect(Self.names(Array("DIRC".utf8) + Self.number(5, bytes: 4) + whole[8...]).isEmpty)
  }

  @Test("Tracked are the files of the index, and all below a folder that is not checked out")
  func tracking() throws {
    let folder = NSTemporaryDirectory() + "git-index-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/.git", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder + "/tree/deep", withIntermediateDirectories: true)
    let bytes = Self.index(["a.json", "envs/"], version: 3)
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/.git/index"))
    try Data("gitdir: ../.git\n".utf8).write(to: URL(fileURLWithPath: folder + "/tree/.git"))
    let index = try #require(GitIndex(around: folder))
    #expect(
      index.tracked(among: ["\(folder)/a.json", "\(folder)/b.json", "\(folder)/envs/c.json", "/a.json"]) == [
        "\(folder)/a.json", "\(folder)/envs/c.json",
      ])
    let second = try #require(GitIndex(around: folder + "/tree/deep"))
    #expect(second.root == folder + "/tree")
    #expect(second.tracked(among: ["\(folder)/tree/a.json"]) == ["\(folder)/tree/a.json"])
    #expect(GitIndex(around: "/proc") == nil)
  }
}
