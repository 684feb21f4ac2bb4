import Loading
import Resources
import TestSupport
import Testing

/// `state` in environment.json.
@Suite struct StateMembersTests {
  private static let spec = #"{"family": "a", "containerDefinitions": [{"name": "a", "image": "nginx", "memory": 64}]}"#

  private func environment(_ state: String) throws -> MarkedEnvironment {
    let provider = #""provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}"#
    return try MarkedEnvironment([
      "environment.json": #"{"name": "review-7", \#(provider), "state": \#(state)}"#, "task-definitions/a.json": Self.spec,
    ])
  }

  @Test(
    "mistakes are named where they stand",
    arguments: [
      (#"1️⃣[]"#, "1️⃣ error state-not-an-object"),
      (#"{1️⃣"buckett": "x"}"#, "1️⃣ error state-member-unknown"),
      (#"{"backend": 1️⃣"gcs"}"#, "1️⃣ error state-backend-unknown"),
      (#"{1️⃣"bucket": "states", "key": "a.json"}"#, "1️⃣ error state-member-without-backend"),
      (#"1️⃣{"backend": "s3", "bucket": "states"}"#, "1️⃣ error state-incomplete"),
      (#"1️⃣{"backend": "s3", "key": "a.json"}"#, "1️⃣ error state-incomplete"),
      (#"{"backend": "s3", "bucket": 1️⃣"s3://states", "key": "a.json"}"#, "1️⃣ error state-bucket"),
      (#"{"backend": "s3", "bucket": "states", "key": 1️⃣"/a.json"}"#, "1️⃣ error state-key"),
      (#"{"backend": "s3", "bucket": "states", "key": 1️⃣"${name}.json"}"#, "1️⃣ error state-key"),
      (#"{"backend": "s3", "bucket": "states", "key": "a", "endpoint": 1️⃣"minio:9000"}"#, "1️⃣ error state-endpoint"),
      (#"{"backend": "s3", "bucket": "states", "key": 1️⃣7}"#, "1️⃣ error environment-member-type"),
      (#"{"backend": "s3", "bucket": "states", "key": "a", "bucketOwner": 1️⃣"12"}"#, "1️⃣ error account-id"),
      (#"{"backend": "s3", "bucket": "states", "key": "a", "encrypt": 1️⃣"AES256"}"#, "1️⃣ error state-encrypt"),
      (#"{"backend": "s3", "bucket": "states", "key": "a", "kmsKeyId": "k", "encrypt": 1️⃣false}"#, "1️⃣ error state-encrypt"),
      (#"{1️⃣"encrypt": true}"#, "1️⃣ error state-member-without-backend"),
    ])
  func mistakesAreNamedWhereTheyStand(state: String, finding: String) throws {
    let findings = try environment(state).findings
    #expect(findings.contains { $0.hasPrefix(finding) }, "\(findings)")
  }

  @Test("the key holds the name of the environment")
  func theKeyHoldsTheNameOfTheEnvironment() throws {
    let environment = try environment(
      #"{"backend": "s3", "bucket": "acme.states", "key": "tracker/${environment}.json", "region": "eu-central-1", "profile": "ops"}"#
    )
    let loaded = try #require(environment.load().environment)
    #expect(
      loaded.settings.sharedState
        == SharedStateSettings(bucket: "acme.states", key: "tracker/review-7.json", region: "eu-central-1", profile: "ops"))
  }

  @Test(
    "what is written is encrypted as the file says",
    arguments: [
      ("", nil), (#""encrypt": false"#, nil), (#""encrypt": true"#, .s3), (#""encrypt": true, "kmsKeyId": null"#, .s3),
      (#""encrypt": true, "kmsKeyId": "alias/states""#, .kms(key: "alias/states")),
      (#""kmsKeyId": "1234""#, .kms(key: "1234")),
    ] as [(String, ObjectEncryption?)])
  func encryption(members: String, encryption: ObjectEncryption?) throws {
    let rest = members.isEmpty ? "" : ", \(members)"
    let loaded = try environment(#"{"backend": "s3", "bucket": "states", "key": "a"\#(rest)}"#).load().environment
    #expect(try #require(loaded).settings.sharedState?.encryption == encryption)
  }

  @Test(
    "a state of this machine is not shared",
    arguments: [#"{"directory": "../state"}"#, #"{"backend": "local"}"#, #"{"backend": "local", "bucket": null}"#, "null"])
  func aStateOfThisMachineIsNotShared(state: String) throws {
    #expect(try #require(environment(state).load().environment).settings.sharedState == nil)
  }
}
