import Foundation
import Testing

/// The parser makes a name that is not said of the type's, by reflection, for every command at every start.
@Suite("Names of commands")
struct CommandNameTests {
  private static let commands = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Sources/reconcile"

  @Test("every command says its name")
  func names() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Self.commands)?.compactMap { $0 as? String })
    var (commands, named) = (0, 0)
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(Self.commands)/\(file)", encoding: .utf8)
      commands += text.matches(of: /struct \w+: (?:\w+, )*(?:Async)?ParsableCommand/).count
      let configurations = text.matches(of: /CommandConfiguration\(\s*(\w+):/)
      for configuration in configurations { #expect(configuration.output.1 == "commandName", "\(file)") }
      named += configurations.count
    }
    #expect(commands > 30 && named == commands)
  }
}
