import Resources
import Testing

/// How people name one record of a state.
@Suite("Names of records")
struct RecordNameTests {
  private static let current = RecordName(Address(.service, "api"))
  private static let front = RecordName(Address(.service, "api"), deposed: "main/front")
  private static let site = RecordName(Address(.service, "api"), deposed: "main/site")
  private static let odd = RecordName(Address(.service, "api@main"))

  @Test(
    "an address stands for all that is recorded there, and what is left over has a name of its own",
    arguments: [
      ("aws_ecs_service.api", [current, front, site]), ("aws_ecs_service.api@main/front", [front]),
      ("aws_ecs_service.api@main", [odd]), ("aws_ecs_service.web", []),
    ])
  func covered(text: String, covered: [RecordName]) throws {
    let name = try #require(RecordName(text))
    #expect([Self.current, Self.front, Self.site, Self.odd].filter(name.covers) == covered)
    #expect(name.description == text)
  }

  @Test("what does not begin as an address is no name", arguments: ["", "api", "aws_ecs_service.", "aws_x.api@main/front"])
  func noName(text: String) { #expect(RecordName(text) == nil) }
}
