import AWS
import JSONDocument
import TestSupport
import Testing

@testable import AWSCommandLine

extension MotoTests {
  @Suite("Single calls")
  struct Calls {
    private func client() throws -> AWSCommandLineClient { try #require(MotoServer.current).client() }

    @Test("A cluster, a task definition and a service are made and described")
    func services() async throws {
      let client = try client()
      let cluster = try await client.call(
        AWSRequest(.ecs, "CreateCluster", ["clusterName": "calls", "tags": [["key": "team", "value": "grün 😀 \u{2028}"]]]))
      #expect(cluster["cluster"]?["status"] == "ACTIVE")
      #expect(cluster["cluster"]?["tags"]?.arrayValue?.first?["value"] == "grün 😀 \u{2028}")
      let definition = try await client.call(
        AWSRequest(
          .ecs, "RegisterTaskDefinition",
          ["family": "calls", "containerDefinitions": [["name": "web", "image": "nginx:1", "memory": 128]]]))
      #expect(definition["taskDefinition"]?["revision"] == 1)
      let service = try await client.call(
        AWSRequest(
          .ecs, "CreateService",
          ["cluster": "calls", "serviceName": "web", "taskDefinition": "calls:1", "desiredCount": 2, "launchType": "EC2"]))
      #expect(service["service"]?["serviceName"] == "web")
      let found = try await client.call(
        AWSRequest(.ecs, "DescribeServices", ["cluster": "calls", "services": ["web", "gone"], "include": ["TAGS"]]))
      #expect(found["services"]?.arrayValue?.map { $0["desiredCount"] } == [2])
      #expect(found["failures"]?.arrayValue?.first?["reason"] == "MISSING")
    }

    @Test("A repository is made, a log group without an answer, and the identity is told")
    func others() async throws {
      let client = try client()
      let repository = try await client.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": "calls/app"]))
      #expect(repository["repository"]?["repositoryName"] == "calls/app")
      #expect(try await client.call(AWSRequest(.logs, "CreateLogGroup", ["logGroupName": "/calls"])) == [:])
      let groups = try await client.call(AWSRequest(.logs, "DescribeLogGroups", ["logGroupNamePrefix": "/calls"]))
      #expect(groups["logGroups"]?.arrayValue?.count == 1)
      let identity = try await client.call(AWSRequest(.sts, "GetCallerIdentity", [:]))
      #expect(identity["Account"] == .string(MotoServer.accountId))
    }

    @Test("The encoding of the terminal does not matter", arguments: ["C", "C.UTF-8", "de_DE.ISO-8859-1"])
    func encoding(locale: String) async throws {
      let server = try #require(MotoServer.current)
      let client = server.client(environment: ["LC_ALL": locale, "PYTHONIOENCODING": "latin1", "PYTHONUTF8": "0"])
      let name = JSON.string("encoding-\(locale)".filter { $0.isLetter || $0 == "-" })
      let request = AWSRequest(.ecs, "CreateCluster", ["clusterName": name, "tags": [["key": "a", "value": "grün 😀"]]])
      #expect(try await client.call(request)["cluster"]?["tags"]?.arrayValue?.first?["value"] == "grün 😀")
    }

    @Test("An input larger than a pipe takes comes through")
    func largeInput() async throws {
      let environment = (0..<2000).map { number -> JSON in
        ["name": .string("V\(number)"), "value": .string(String(repeating: "x", count: 50))]
      }
      let container: JSON = ["name": "web", "image": "nginx:1", "memory": 128, "environment": .array(environment)]
      let answer = try await client().call(
        AWSRequest(.ecs, "RegisterTaskDefinition", ["family": "large", "containerDefinitions": [container]]))
      let read = answer["taskDefinition"]?["containerDefinitions"]?.arrayValue?.first?["environment"]
      #expect(read?.arrayValue?.count == 2000)
    }

    @Test("What the service refuses comes with its code and words")
    func refused() async throws {
      let client = try client()
      let error = await #expect(throws: AWSError.self) {
        try await client.call(AWSRequest(.ecs, "DescribeServices", ["cluster": "nothing", "services": ["x"]]))
      }
      #expect(error == AWSError(code: "ClusterNotFoundException", message: "Cluster not found."))
    }

    @Test("What the program does not know names the field and the program")
    func unknownParameter() async throws {
      let client = try client()
      let error = await #expect(throws: AWSError.self) {
        try await client.call(
          AWSRequest(.ecs, "CreateService", ["serviceName": "x", "deploymentConfiguration": ["mood": "hunter2"]]))
      }
      #expect(error?.code == "ProgramTooOld")
      #expect(
        error?.message.contains("unknown parameter \"deploymentConfiguration.mood\"") == true, "\(String(describing: error))")
      #expect(error?.message.contains("(aws-cli/") == true)
      #expect(error?.message.contains("hunter2") == false)
      let command = await #expect(throws: AWSError.self) { try await client.call(AWSRequest(.ecs, "MakeCoffee", [:])) }
      #expect(command?.message.hasPrefix("there is no command \"ecs make-coffee\" (aws-cli/") == true)
    }

    @Test("A value of the wrong type names the field, not the value")
    func wrongType() async throws {
      let client = try client()
      let error = await #expect(throws: AWSError.self) {
        try await client.call(AWSRequest(.ecs, "CreateService", ["serviceName": "x", "desiredCount": "hunter2"]))
      }
      #expect(error?.code == "ParamValidation")
      #expect(error?.message.contains("desiredCount") == true)
      #expect(error?.message.contains("hunter2") == false)
    }

    @Test("Without credentials nothing is asked")
    func credentials() async throws {
      let server = try #require(MotoServer.current)
      let environments: [([String: String?], String)] = [
        (["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil], "NoCredentials"),
        (["AWS_ACCESS_KEY_ID": nil, "AWS_PROFILE": "nope"], "ProfileMissing"),
      ]
      for (environment, code) in environments {
        let client = server.client(environment: environment)
        let error = await #expect(throws: AWSError.self) { try await client.call(AWSRequest(.ecs, "ListClusters", [:])) }
        #expect(error?.code == code, "\(String(describing: error))")
        #expect(error?.isCertain == true)
      }
    }

    @Test("An endpoint where nobody listens is unreachable, and nothing was changed")
    func unreachable() async throws {
      // The discard port: nothing listens there.
      let client = MotoServer(port: 9).client()
      let error = await #expect(throws: AWSError.self) { try await client.call(AWSRequest(.ecs, "ListClusters", [:])) }
      #expect(error?.code == "Unreachable")
      #expect(error?.isCertain == true)
    }

    @Test("A cloud that has no answer fails once, with its status")
    func brokenCloud() async throws {
      let client = try client()
      let request = AWSRequest(.ecs, "ListServiceDeployments", ["cluster": "calls", "service": "web"])
      let error = await #expect(throws: AWSError.self) { try await client.call(request) }
      // Version 2 before 2.22 has no such command.
      #expect(["500", "ParamValidation"].contains(error?.code), "\(String(describing: error))")
    }
  }
}
