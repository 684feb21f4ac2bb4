import AWS
import JSONDocument
import Testing

/// Every listing, over pages of every size, answers everything once and in order.
@Suite("Pages")
struct PagingTests {
  struct Listing: Sendable, CustomStringConvertible {
    var service: AWSRequest.Service
    var operation: String
    var input: String
    var member: String
    var size = "maxResults"
    var usual: Int
    var largest: Int
    var description: String { operation }
  }

  static let listings: [Listing] = [
    Listing(
      service: .ecs, operation: "ListServices", input: #""cluster": "main""#, member: "serviceArns", usual: 10, largest: 100),
    Listing(
      service: .ecs, operation: "ListTaskDefinitions", input: #""sort": "ASC""#, member: "taskDefinitionArns", usual: 100,
      largest: 100),
    Listing(
      service: .ecs, operation: "ListTaskDefinitions", input: #""sort": "DESC""#, member: "taskDefinitionArns", usual: 100,
      largest: 100),
    Listing(
      service: .ecs, operation: "ListTaskDefinitionFamilies", input: #""status": "ACTIVE""#, member: "families", usual: 100,
      largest: 100),
    Listing(service: .ecr, operation: "DescribeRepositories", input: "", member: "repositories", usual: 100, largest: 1000),
    Listing(
      service: .logs, operation: "DescribeLogGroups", input: "", member: "logGroups", size: "limit", usual: 50, largest: 50),
  ]

  private static let count = 120

  private func account() async throws -> Account {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    for number in 0..<Self.count {
      try await account.register("f\(number)")
      try await account.ecs(
        "CreateService", #"{"cluster": "main", "serviceName": "s\#(number)", "taskDefinition": "f0", "desiredCount": 0}"#)
      _ = try await account.repository("app-\(number)")
      try await account.logs("CreateLogGroup", #"{"logGroupName": "/ecs/g\#(number)"}"#)
    }
    return account
  }

  @Test("each listing is whole, whatever the size of its pages")
  func whole() async throws {
    let account = try await account()
    for listing in Self.listings {
      for size in [1, 7, listing.largest] {
        var found: [String] = []
        var token: String?
        repeat {
          let more = token.map { #", "nextToken": "\#($0)""# } ?? ""
          let input = #"{\#(listing.input)\#(listing.input.isEmpty ? "" : ", ")"\#(listing.size)": \#(size)\#(more)}"#
          let answer = try await account.call(listing.service, listing.operation, input)
          let page = answer.list(at: listing.member)
          #expect(page.count <= size)
          #expect(answer["nextToken"]?.isNull != true)
          found += page.map { $0.text() }
          token = answer.text(at: "nextToken")
        } while token != nil
        #expect(found.count == Self.count, "\(listing) by \(size)")
        #expect(Set(found).count == Self.count, "\(listing) by \(size)")
      }
      let first = try await account.call(listing.service, listing.operation, "{\(listing.input)}")
      #expect(first.list(at: listing.member).count == min(listing.usual, Self.count), "\(listing)")
    }
  }

  @Test("a page that ends with the last element has no token")
  func exact() async throws {
    let account = try Account()
    for number in 0..<4 { _ = try await account.repository("app-\(number)") }
    let answer = try await account.ecr("DescribeRepositories", #"{"maxResults": 4}"#)
    #expect(answer["nextToken"] == nil)
  }
}
