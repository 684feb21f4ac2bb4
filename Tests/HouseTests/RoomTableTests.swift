import Foundation
import Testing

/// `docs/architecture.md` names every room as `Package.swift` has it.
@Suite("The table of rooms")
struct RoomTableTests {
  private struct Row: Equatable {
    var doors: [String]
    var first: String
  }

  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  /// Rooms by name, with the rooms that they may import.
  private static func rooms() throws -> [String: [String]] {
    let package = try text("Package.swift")
    func names(in list: Substring?) -> [String] {
      (list ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }.sorted { $0.lowercased() < $1.lowercased() }
    }
    var rooms: [String: [String]] = [:]
    for room in package.matches(of: /\s room\(\s*"(\w+)"(?:,\s*doors: \[([^\]]*)\])?\)/) {
      rooms[String(room.output.1)] = names(in: room.output.2)
    }
    let program = try #require(package.firstMatch(of: /name: "reconcile",\s*dependencies: \[([^\]]*)\]/))
    rooms["reconcile"] = names(in: program.output.1)
    return rooms
  }

  private static func rows() throws -> [String: Row] {
    let row = /\| `(\w+)` \| [^|]* \| ([^|]*) \| \[[^\]]*\]\(\.\.\/([^)]*)\) \|/
    return Dictionary(
      uniqueKeysWithValues: try text("docs/architecture.md").matches(of: row).map { match in
        let doors = match.output.2 == "none" ? [] : match.output.2.split(separator: ", ").map(String.init)
        return (String(match.output.1), Row(doors: doors, first: String(match.output.3)))
      })
  }

  @Test("Every room has a row with its doors")
  func doors() throws {
    let (rooms, rows) = (try Self.rooms(), try Self.rows())
    #expect(rooms.count > 20)
    #expect(Set(rows.keys) == Set(rooms.keys))
    for (room, doors) in rooms.sorted(by: { $0.key < $1.key }) {
      #expect(rows[room]?.doors == doors, "the row of \(room) should say: \(doors.joined(separator: ", "))")
    }
  }

  @Test("The file to open first is there")
  func firstFiles() throws {
    for (room, row) in try Self.rows() {
      #expect(row.first.hasPrefix("Sources/\(room)/"))
      #expect(FileManager.default.fileExists(atPath: "\(Self.root)/\(row.first)"), "\(room): \(row.first)")
    }
  }
}
