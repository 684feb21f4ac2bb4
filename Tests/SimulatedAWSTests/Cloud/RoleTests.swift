import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Credentials of roles")
struct RoleTests {
  private static let role = "arn:aws:iam::111111111111:role/deployer"

  @Test("A role that is there can be assumed, for the time that is asked for")
  func assumed() async throws {
    let account = try Account()
    let answer = try await account.call(
      .sts, "AssumeRole", #"{"RoleArn": "\#(Self.role)", "RoleSessionName": "ci", "DurationSeconds": "900"}"#)
    #expect(
      answer["Credentials"]?.text(at: "AccessKeyId").map { $0.hasPrefix("ASIA111111111111") && $0.utf8.count == 20 } == true)
    #expect(answer["AssumedRoleUser"]?.text(at: "Arn") == "arn:aws:sts::111111111111:assumed-role/deployer/ci")
  }

  @Test("A role that was taken away cannot be assumed")
  func removed() async throws {
    let account = try Account()
    try await account.cloud.remove(Self.role)
    let error = try await account.refusal(.sts, "AssumeRole", #"{"RoleArn": "\#(Self.role)", "RoleSessionName": "ci"}"#)
    #expect(error?.code == "AccessDenied")
    #expect(
      error?.message
        == "User: arn:aws:iam::111111111111:user/simulated is not authorized to perform sts:AssumeRole on resource: \(Self.role)")
  }

  @Test(
    "What is no role, session or duration is refused",
    arguments: [
      #"{"RoleArn": "deployer", "RoleSessionName": "ci"}"#,
      #"{"RoleArn": "arn:aws:iam::1:role/a", "RoleSessionName": "ci"}"#,
      #"{"RoleArn": "arn:aws:iam::111111111111:role/a", "RoleSessionName": "c"}"#,
      #"{"RoleArn": "arn:aws:iam::111111111111:role/a", "RoleSessionName": "a b"}"#,
      #"{"RoleArn": "arn:aws:iam::111111111111:role/a", "RoleSessionName": "ci", "DurationSeconds": "60"}"#,
    ])
  func refused(input: String) async throws {
    #expect(try await Account().refusal(.sts, "AssumeRole", input)?.code == "ValidationError")
  }
}
