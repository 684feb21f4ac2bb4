import AWS
import JSONDocument
import ProviderConformance
import Providers
import Reporting
import Resources
import TestSupport
import Testing

@testable import AWSCommandLine

/// Keeps version 2 warm for all tests of a suite.
struct SecondVersionTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in try await SecondVersion.find()?.running(function) }
  }
}

extension MotoTests {
  /// What every other test here does with version 1, in little, with a version 2 that is really run.
  @Suite(
    "Version 2 of the aws program",
    .enabled("there is no version 2 of aws here; scripts/setup --test-tools installs one where apt has it") {
      await SecondVersion.find() != nil
    },
    .serialized, SecondVersionTrait())
  struct Second {
    private static let describe = AWSRequest(.ecs, "DescribeServices", ["cluster": "nothing", "services": ["x"]])

    private func client(environment: [String: String?] = [:]) throws -> AWSCommandLineClient {
      let program = try #require(SecondVersion.current).warmProgram
      return try #require(MotoServer.current).client(program: program, environment: environment)
    }

    private func refusal(_ request: AWSRequest, of client: AWSCommandLineClient) async throws -> AWSError {
      try #require(await #expect(throws: AWSError.self) { try await client.call(request) })
    }

    @Test("Started as anybody starts it, it answers like version 1")
    func answers() async throws {
      let client = try #require(MotoServer.current).client(program: try #require(SecondVersion.current).path)
      let tag: JSON = ["key": "team", "value": "grün 😀 \u{2028}"]
      let made = try await client.call(AWSRequest(.ecs, "CreateCluster", ["clusterName": "second", "tags": [tag]]))
      #expect(made["cluster"]?["status"] == "ACTIVE")
      #expect(made["cluster"]?["tags"] == [tag])
    }

    @Test("A service environment is made, changed, and put back; the second plan is empty")
    func converge() async throws {
      let example = try #require(ConvergenceCase.all.first { $0.name == "a service is made, changed, and put back" })
      try await Environments.converge(example, over: try client(), prefix: "second")
    }

    @Test(
      "The same promises are kept as over version 1",
      arguments: ["log group, retention and tags: changes in place", "repository, with both policies: reads back as it was made"])
    func promise(name: String) async throws {
      let promise = try #require(ConformanceCase.all.first { $0.name == name })
      let identity = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: MotoServer.accountId)
      let provider = AWSProvider(
        client: HurriedClient(client: try client()), identity: identity, random: SeededGenerator(seed: 1))
      try await promise.verify(provider, in: ConformanceSetting(provider: identity, prefix: "second-\(promise.needs.count)"))
    }

    @Test("A state in a bucket comes and goes, or the version says that it is too old for that")
    func objects() async throws {
      let client = try client()
      let place: JSON = ["LocationConstraint": "eu-west-1"]
      _ = try await client.call(AWSRequest(.s3, "CreateBucket", ["Bucket": "second", "CreateBucketConfiguration": place]))
      let store = ObjectStore(client: HurriedClient(client: client), bucket: "second")
      let version = try #require(SecondVersion.current?.version)
      guard let release = Release(version), let first = Release("2.22.5"), release < first else {
        let tag = try await store.write("größe 😀", to: "a/b.json", .absent)
        #expect(try await store.read("a/b.json") == .found(ObjectStore.Object(text: "größe 😀", tag: tag)))
        return
      }
      let error = await #expect(throws: ObjectError.self) { try await store.write("x", to: "a/b.json", .absent) }
      #expect(error?.kind == .programTooOld)
      #expect(error?.message.contains("aws \(version) does not know") == true, "\(String(describing: error))")
      #expect(try await store.read("a/b.json") == .absent)
    }

    @Test(
      "An object is kept under the key that is written, whatever it looks like",
      arguments: ["file:///etc/hostname", "fileb:///etc/hostname", "http://127.0.0.1:9/x", "--debug", "@/etc/hostname"])
    func keys(key: String) async throws {
      let client = try client()
      let bucket = "second-keys-\(key.utf8.reduce(0) { $0 + Int($1) })"
      let place: JSON = ["LocationConstraint": "eu-west-1"]
      _ = try await client.call(
        AWSRequest(.s3, "CreateBucket", ["Bucket": .string(bucket), "CreateBucketConfiguration": place]))
      let object: JSON = ["Bucket": .string(bucket), "Key": .string(key), "Body": "größe 😀"]
      _ = try await client.call(AWSRequest(.s3, "PutObject", object))
      let listed = try await client.call(AWSRequest(.s3, "ListObjectsV2", ["Bucket": .string(bucket)]))
      #expect(listed["Contents"]?.arrayValue?.map { $0["Key"]?.stringValue } == [key])
      let store = ObjectStore(client: HurriedClient(client: client), bucket: bucket)
      let tag = try #require(try await store.tag(of: key))
      #expect(try await store.read(key) == .found(ObjectStore.Object(text: "größe 😀", tag: tag)))
      #expect(try await store.read(key, unless: tag) == .unchanged)
      try await store.delete(key)
      #expect(try await store.read(key) == .absent)
    }

    // MARK: Errors

    @Test("What is not found is an error of the service")
    func notFound() async throws {
      let error = try await refusal(Self.describe, of: client())
      #expect(error == AWSError(code: "ClusterNotFoundException", message: "Cluster not found."))
    }

    @Test("A refused input names the field, not the value")
    func refused() async throws {
      let request = AWSRequest(.ecs, "CreateService", ["serviceName": "x", "desiredCount": "hunter2"])
      let error = try await refusal(request, of: client())
      #expect(error.code == "ParamValidation")
      #expect(error.message.contains("desiredCount") && !error.message.contains("hunter2"))
    }

    @Test(
      "Without credentials nothing is asked",
      arguments: [
        (["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil], "NoCredentials"),
        (["AWS_ACCESS_KEY_ID": nil, "AWS_PROFILE": "nope"], "ProfileMissing"),
        (["AWS_SECRET_ACCESS_KEY": nil], "ConfigurationInvalid"),
      ] as [([String: String?], String)])
    func noCredentials(environment: [String: String?], code: String) async throws {
      let error = try await refusal(Self.describe, of: client(environment: environment))
      #expect(error.code == code, "\(error)")
      #expect(error.isCertain)
    }

    @Test("Expired credentials are told as such, and nothing is asked")
    func expired() async throws {
      let folder = try FakeProgram(
        #"""
        echo '{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c", "Expiration": "2020-01-01T00:00:00Z"}'
        """#)
      try folder.write("[profile old]\ncredential_process = \(folder.path)\n", to: "config")
      let environment: [String: String?] = [
        "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_PROFILE": "old",
        "AWS_CONFIG_FILE": folder.directory + "/config",
      ]
      let error = try await refusal(Self.describe, of: client(environment: environment))
      #expect(error.code == "NoCredentials", "\(error)")
      #expect(error.message.contains("expired"), "\(error)")
      #expect(error.isCertain)
    }

    @Test("An endpoint where nobody listens is unreachable, and nothing was changed")
    func unreachable() async throws {
      let program = try #require(SecondVersion.current).warmProgram
      // The discard port: nothing listens there.
      let error = try await refusal(Self.describe, of: MotoServer(port: 9).client(program: program))
      #expect(error.code == "Unreachable")
      #expect(error.isCertain)
    }

    /// `mood` stands for what no version knows; what the installed one is really too old for follows below.
    @Test("What it does not know names the field and the program")
    func unknown() async throws {
      let version = try #require(SecondVersion.current?.version)
      let request = AWSRequest(
        .ecs, "CreateService", ["serviceName": "x", "deploymentConfiguration": ["mood": "hunter2"]])
      let error = try await refusal(request, of: client())
      #expect(
        error
          == AWSError(
            code: "ProgramTooOld",
            message: "unknown parameter \"deploymentConfiguration.mood\" (aws-cli/\(version) does not know it; "
              + "a newer AWS command line may)"))
      let command = try await refusal(AWSRequest(.ecs, "MakeCoffee", [:]), of: client())
      #expect(
        command.message
          == "there is no command \"ecs make-coffee\" (aws-cli/\(version) does not know it; a newer AWS command line may)")
    }

    @Test("What it is too old for is told before and in the error, with the version that is needed", arguments: TooOldFor.all)
    func tooOld(example: TooOldFor) async throws {
      let second = try #require(SecondVersion.current)
      let release = try #require(Release(second.version))
      let part = try #require(CLISupportTable.known.parts(of: example.request).first)
      let client = try client()
      guard !part.first.isKnown(to: release) else {
        #expect(await client.unknownToProgram(in: [example.request]) == [[]])
        return
      }
      let gap = UnknownToProgram(
        program: "aws \(release)", operation: example.request.operation, member: part.member, knownFrom: part.first.versions)
      #expect(await client.unknownToProgram(in: [example.request]) == [[gap]])
      let error = try await refusal(example.request, of: client)
      let versions = part.first.versions.joined(separator: " and ")
      let message = "aws \(release) does not know \(example.what); it is known from \(versions) on"
      #expect(error == AWSError(code: "ProgramTooOld", message: message))
      let failure = Failure(
        ProviderError(.refused, operation: example.request.operation, code: error.code, message: error.message),
        directory: "envs/staging")
      #expect(failure.message == "\(example.request.operation) could not be called: \(message)")
    }

    struct TooOldFor: Sendable, CustomTestStringConvertible {
      var request: AWSRequest
      var what: String
      var testDescription: String { what }

      static let all = [
        TooOldFor(
          request: AWSRequest(.ecs, "CreateService", ["serviceName": "x", "availabilityZoneRebalancing": "ENABLED"]),
          what: "\"availabilityZoneRebalancing\" of CreateService"),
        TooOldFor(
          request: AWSRequest(
            .ecs, "UpdateService", ["service": "x", "deploymentConfiguration": ["strategy": "BLUE_GREEN"]]),
          what: "\"deploymentConfiguration.strategy\" of UpdateService"),
        TooOldFor(
          request: AWSRequest(
            .ecs, "RegisterTaskDefinition",
            ["family": "x", "containerDefinitions": [["name": "a", "image": "b", "restartPolicy": ["enabled": true]]]]),
          what: "\"containerDefinitions[0].restartPolicy\" of RegisterTaskDefinition"),
        TooOldFor(
          request: AWSRequest(.ecs, "RunTask", ["taskDefinition": "x", "clientToken": "1"]), what: "\"clientToken\" of RunTask"),
        TooOldFor(
          request: AWSRequest(.logs, "CreateLogGroup", ["logGroupName": "x", "logGroupClass": "STANDARD"]),
          what: "\"logGroupClass\" of CreateLogGroup"),
        TooOldFor(
          request: AWSRequest(
            .ecr, "CreateRepository",
            ["repositoryName": "second/x", "imageTagMutabilityExclusionFilters": [["filterType": "WILDCARD", "filter": "a*"]]]),
          what: "\"imageTagMutabilityExclusionFilters\" of CreateRepository"),
        TooOldFor(
          request: AWSRequest(
            .ecs, "ContinueServiceDeployment", ["serviceDeploymentArn": "a", "hookId": "b", "action": "CONTINUE"]),
          what: "\"ecs continue-service-deployment\""),
      ]
    }
  }
}
