import FoundationEssentials
import Platform
import TestSupport
import Testing

@Suite struct ExchangeTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private var path: String { "\(place.path)/file" }

  @Test("a file is exchanged for what it was taken for, and keeps its rights")
  func aFileIsExchanged() throws {
    try place.write("old", to: "file")
    try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
    #expect(try FileSystem.exchange(Array("old".utf8), for: Array("new".utf8), at: path))
    #expect(try FileSystem.readDocument(path) == Array("new".utf8))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o664)
    #expect(FileSystem.entries(place.path) == ["file"])
  }

  @Test("a file that says something else stays")
  func aFileThatSaysSomethingElseStays() throws {
    try place.write("theirs", to: "file")
    #expect(try !FileSystem.exchange(Array("old".utf8), for: Array("new".utf8), at: path))
    #expect(try !FileSystem.exchange(nil, for: Array("new".utf8), at: path))
    #expect(try FileSystem.readDocument(path) == Array("theirs".utf8))
    #expect(FileSystem.entries(place.path) == ["file"])
  }

  @Test("a file that is not there is made, unless it was expected")
  func aNewFile() throws {
    #expect(try !FileSystem.exchange([], for: Array("new".utf8), at: path))
    #expect(try FileSystem.exchange(nil, for: Array("new".utf8), at: path))
    #expect(try FileSystem.readDocument(path) == Array("new".utf8))
  }
}
