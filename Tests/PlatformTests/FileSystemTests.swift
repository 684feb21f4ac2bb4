import Foundation
import Platform
import TestSupport
import Testing

@Suite("Files")
struct FileSystemTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  @Test("What is put is there whole, for its owner only, whatever was there")
  func put() throws {
    try FileSystem.put(Array("old".utf8), at: path("plan"))
    try FileSystem.put(Array("new".utf8), at: path("plan"))
    #expect(try FileSystem.readDocument(path("plan")) == Array("new".utf8))
    #expect(FileSystem.entries(folder.path) == ["plan"])
    let mode = try FileManager.default.attributesOfItem(atPath: path("plan"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("What is created never takes the place of a file")
  func create() throws {
    try FileSystem.makeFolder(of: path("a/b/file"))
    try FileSystem.create(Array("one".utf8), at: path("a/b/file"), for: .shared)
    #expect(throws: FileProblem.self) { try FileSystem.create(Array("two".utf8), at: path("a/b/file")) }
    #expect(try FileSystem.readDocument(path("a/b/file")) == Array("one".utf8))
  }

  @Test("A finished file gets its name unless that is taken, or takes the place of another")
  func publish() throws {
    for name in ["first", "second", "third"] { try FileSystem.create(Array(name.utf8), at: path(name)) }
    try FileSystem.publish(path("first"), as: path("state"))
    try FileSystem.publish(path("second"), as: path("state"))
    #expect(try FileSystem.readDocument(path("state")) == Array("first".utf8))
    try FileSystem.replace(path("state"), with: path("third"))
    #expect(try FileSystem.readDocument(path("state")) == Array("third".utf8))
  }

  @Test("Removing says whether there was something")
  func remove() throws {
    try FileSystem.create([], at: path("file"))
    #expect(try FileSystem.remove(path("file")))
    #expect(try !FileSystem.remove(path("file")))
  }

  @Test("A regular file is read up to its limit; anything else is refused without waiting")
  func regular() throws {
    try FileSystem.create([1, 2, 3], at: path("three"))
    #expect(try FileSystem.readRegularFile(path("three"), limit: 3) == [1, 2, 3])
    let large = #expect(throws: FileProblem.self) { try FileSystem.readRegularFile(path("three"), limit: 2) }
    #expect(large?.code == 0)
    let directory = #expect(throws: FileProblem.self) { try FileSystem.readRegularFile(folder.path, limit: 3) }
    #expect(directory?.reason == "it is not a regular file")
    let missing = #expect(throws: FileProblem.self) { try FileSystem.readRegularFile(path("none"), limit: 3) }
    #expect(missing?.reason == "No such file or directory")
  }

  @Test("A path is a folder, a file, something else, or nothing")
  func kinds() {
    #expect(FileSystem.kind(folder.path) == .directory)
    #expect(FileSystem.kind("/dev/null") == .other)
    #expect(FileSystem.isReadable("/dev/null"))
    #expect(!FileSystem.isReadable(folder.path))
    #expect(FileSystem.kind(path("none")) == nil)
  }

  @Test(
    "Paths are joined without dots, and never above the root",
    arguments: [
      ("envs/prod", "../base", "envs/base"), ("envs/prod", "/etc", "/etc"), (".", "a//b/./c", "a/b/c"), ("/a", "..", "/"),
    ])
  func paths(base: String, path: String, joined: String) {
    #expect(Paths.joined(base, path) == joined)
  }
}
