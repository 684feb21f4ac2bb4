import AWS
import Foundation
import JSONDocument
import RemoteState
import Resources
import SimulatedAWS
import Testing

/// Plants texts that steer terminals, runners of continuous integration and readers in every string of every input, and reads
/// what the commands print.
@Suite struct HostileTextTests {
  /// A line feed, a made-up line, commands of runners, an escape sequence, bidirectional, invisible and tag characters.
  private static let poison =
    "x\n::error file=a::pwned\n\nNo changes. made up\r##[error]y ##vso[task.complete]z\u{1B}]52;c;ZQ==\u{7}\u{8}\u{9B}8m\u{202E}\u{61C}"
    + "\u{200B}\u{E0041}\u{2028}\u{85}\u{3164}"

  private static let environment: [String: String] = [
    "environment.json": #"""
    {"name": "shop", "provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"}, "cluster": "shop",
     "images": {"web": {"repository": "web"}}, "imageTags": {"variable": "image_tags"}, "order": ["web"],
     "ignore": [{"address": "aws_ecs_service.web", "path": "desiredCount", "reason": "theirs"}],
     "checks": {"web": [{"command": ["true", "one"], "attempts": 1}]}}
    """#,
    "image-tags.auto.tfvars.json": #"{"image_tags": {"web": "v1"}, "note": "hello"}"#,
    "clusters/shop.json": #"{"clusterName": "shop", "tags": [{"key": "team", "value": "shop"}]}"#,
    "repositories/web.json": #"{"repositoryName": "web", "tags": [{"Key": "team", "Value": "shop"}]}"#,
    "log-groups/web.json": #"{"logGroupName": "/shop/web", "tags": {"team": "shop"}}"#,
    "task-definitions/web.json": #"""
    {"family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"],
     "executionRoleArn": "arn:aws:iam::111111111111:role/exec",
     "containerDefinitions": [{"name": "web", "image": "${image.web}", "command": ["serve", "fast"], "dockerLabels": {"note": "plain"},
      "environment": [{"name": "LEVEL", "value": "info"}, {"name": "PLACE", "value": "${var.note}"}],
      "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/shop/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}}}]}
    """#,
    "services/web.json": #"""
    {"serviceName": "web", "cluster": "shop", "desiredCount": 1, "launchType": "FARGATE", "taskDefinition": "web",
     "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}}, "tags": [{"key": "team", "value": "shop"}]}
    """#,
    "tasks/migrate.json": #"""
    {"taskDefinition": "web", "cluster": "shop", "launchType": "FARGATE", "overrides": {"containerOverrides": [{"name": "web", "command": ["migrate"]}]},
     "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}}, "reconcile": {"like": "web", "before": ["web"]}}
    """#,
  ]

  private let place: Workplace

  init() throws {
    place = try Workplace(environments: URL(fileURLWithPath: "/nowhere"))
    for (name, text) in Self.environment { try write(text, to: name) }
  }

  private func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: place.file("envs/shop/\(name)"))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func deploy() throws {
    _ = try place.run(
      """
      reconcile apply -auto-approve -target aws_ecr_repository.web envs/shop; reconcile simulate push envs/shop web=v1 web=v2
      reconcile apply -auto-approve envs/shop
      """)
    #expect(try place.run("reconcile plan -detailed-exitcode envs/shop").exitCode == 0)
  }

  /// What is wrong with what a command printed.
  private static func faults(_ lines: [String]) -> [String] {
    lines.filter { line in
      line.unicodeScalars.contains { scalar in
        switch scalar.properties.generalCategory {
        case .control: scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
      } || line.drop(while: \.isWhitespace).hasPrefix("::") || line.contains(/##[a-z]*\[/)
        || line.hasPrefix("No changes. made up")
    }
  }

  private func expectHarmless(_ commands: [String], _ what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for command in commands {
      let printed = try place.run("reconcile \(command)", scrubs: false)
      #expect(printed.exitCode < 124, "\(what): \(command): \(printed.output.suffix(3))", sourceLocation: sourceLocation)
      let faults = Self.faults(printed.output)
      #expect(faults.isEmpty, "\(what): \(command): \(faults.prefix(2).map(\.debugDescription))", sourceLocation: sourceLocation)
      guard command.contains("-json") else { continue }
      for line in printed.output where JSON.parse(line).document == nil {
        Issue.record("\(what): \(command): no JSON: \(line.debugDescription)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The document with the poison in each of its strings and keys, one at a time.
  private static func poisoned(_ json: JSON) -> [JSON] {
    switch json.content {
    case .string(let text): return [.string(text + poison)]
    case .array(let elements):
      var all: [JSON] = []
      for (index, element) in elements.enumerated() {
        for poisoned in poisoned(element) {
          var changed = elements
          changed[index] = poisoned
          all.append(.array(changed))
        }
      }
      return all
    case .object(let object):
      let members = Array(object)
      var all: [JSON] = []
      for (index, member) in members.enumerated() {
        var variants = [JSONObject.Member(key: member.key + poison, value: member.value)]
        for value in poisoned(member.value) { variants.append(JSONObject.Member(key: member.key, value: value)) }
        for variant in variants {
          var changed = members
          changed[index] = variant
          all.append(.object(JSONObject(changed)))
        }
      }
      return all
    case .null, .bool, .number: return []
    }
  }

  @Test("What the files of a stranger say is printed as text", arguments: Self.environment.keys.sorted())
  func files(name: String) throws {
    defer { place.remove() }
    try deploy()
    let text = try #require(Self.environment[name])
    let documents = Self.poisoned(try JSON(text: text))
    if name.contains("/") {
      try expectHarmless(files: documents, of: name)
    } else {
      for (number, document) in documents.enumerated() {
        try write(document.text(), to: name)
        let command = number % 3 == 0 ? "plan -preflight=off -json envs/shop" : "plan -preflight=off envs/shop"
        try expectHarmless(["validate envs/shop", command], "\(name) \(number)")
      }
    }
    // Not even JSON.
    try write(text.replacing("\"", with: "\"\(Self.poison)"), to: name)
    try expectHarmless(["validate envs/shop", "validate -json envs/shop", "diff envs/shop/\(name) envs/shop/\(name)"], name)
  }

  /// All of them are files of one environment, which says of each what it would say of it alone: first of those that cannot be
  /// used, then a plan is made of the others.
  private func expectHarmless(files documents: [JSON], of name: String) throws {
    let folder = try #require(name.split(separator: "/").first)
    let own = ["clusterName", "repositoryName", "logGroupName", "family", "serviceName"]
    var files: [String] = []
    for (number, document) in documents.enumerated() {
      var document = document
      // Two files of one name would be refused for that.
      for member in own { if let text = document[member]?.stringValue { document[member] = .string("\(text)\(number)") } }
      files.append("\(folder)/variant-\(number).json")
      try write(document.text(), to: files[number])
    }
    try expectHarmless(["validate envs/shop", "validate -json envs/shop", "plan -preflight=off envs/shop"], name)
    // Those of which nothing is said, or nothing that speaks against them.
    var left = files
    for _ in 1...4 {
      let findings = try place.run("reconcile validate -json envs/shop", scrubs: false).output
      let refused = left.filter { file in findings.contains { $0.contains("\"error\"") && $0.contains("/\(file)") } }
      for file in refused { try FileManager.default.removeItem(atPath: place.file("envs/shop/\(file)")) }
      left.removeAll(where: refused.contains)
      if refused.isEmpty { break }
    }
    #expect(!left.isEmpty && left.count < files.count)
    try expectHarmless(["plan -preflight=off envs/shop", "plan -preflight=off -json envs/shop"], name)
    let planned = try place.run("reconcile plan -preflight=off envs/shop").output
    #expect(planned.contains { $0.contains("Plan: ") }, "\(name): \(planned.suffix(3))")
    for file in left { try FileManager.default.removeItem(atPath: place.file("envs/shop/\(file)")) }
  }

  @Test("What a stranger calls files and folders is printed as text")
  func names() throws {
    defer { place.remove() }
    let name = Self.poison.replacing("/", with: "_").prefix(120)
    for path in ["log-groups/\(name).json", "log-groups/\(name).yaml", "\(name).json", "\(name).auto.tfvars.json"] {
      try write(#"{"logGroupName": "/x"}"#, to: path)
      try expectHarmless(["validate envs/shop", "plan envs/shop", "validate -json envs/shop"], path)
      try FileManager.default.removeItem(atPath: place.file("envs/shop/\(path)"))
    }
    try FileManager.default.copyItem(atPath: place.file("envs/shop"), toPath: place.file("envs/\(name)"))
    try expectHarmless(["validate envs/x*", "plan envs/x*", "show envs/x*", "history envs/x*"], "the environment's own folder")
  }

  @Test("What a saved plan says is printed as text")
  func plans() throws {
    defer { place.remove() }
    try deploy()
    try write(#"{"image_tags": {"web": "v2"}, "note": "other"}"#, to: "image-tags.auto.tfvars.json")
    #expect(try place.run("reconcile plan -out plan envs/shop").exitCode == 0)
    let plan = try JSON(text: String(contentsOfFile: place.file("plan"), encoding: .utf8))
    for (number, document) in Self.poisoned(plan).enumerated() where number % 11 == 0 {
      try Data(document.text().utf8).write(to: URL(fileURLWithPath: place.file("plan")))
      try expectHarmless([number % 2 == 0 ? "show plan" : "show -json plan"], "string \(number) of the plan")
    }
    try expectHarmless(["apply -auto-approve plan"], "the plan")
  }

  @Test("What is recorded is printed as text")
  func states() throws {
    defer { place.remove() }
    try deploy()
    #expect(try place.run("reconcile state pull -out state.json envs/shop").exitCode == 0)
    let state = try JSON(text: String(contentsOfFile: place.file("state.json"), encoding: .utf8))
    for (number, document) in Self.poisoned(state).enumerated() where number % 9 == 0 {
      try Data(document.text().utf8).write(to: URL(fileURLWithPath: place.file("pushed.json")))
      let looks = [
        ["show envs/shop", "state list envs/shop"], ["plan envs/shop"], ["drift envs/shop", "state check envs/shop"],
      ]
      try expectHarmless(["state push -force envs/shop pushed.json"] + looks[number / 9 % 3], "string \(number) of the state")
    }
    try expectHarmless(
      ["state pull envs/shop", "show -json envs/shop", "history envs/shop", "history -json envs/shop"], "the state")
  }

  @Test("What others write of themselves is printed as text")
  func people() throws {
    defer { place.remove() }
    try deploy()
    let others = "RECONCILE_WHO=\"$(printf '\(Self.poison.replacing("%", with: "%%"))')\" RECONCILE_RUN_URL=\"$RECONCILE_WHO\""
    try write(#"{"image_tags": {"web": "v2"}, "note": "hello"}"#, to: "image-tags.auto.tfvars.json")
    _ = try place.run("export \(others); reconcile apply -auto-approve envs/shop")
    try expectHarmless(["history envs/shop", "history -json envs/shop", "lock status envs/shop"], "who applied")
  }

  @Test("What tasks write to their logs is printed as text")
  func logs() throws {
    defer { place.remove() }
    try deploy()
    let lines: JSON = .array(Self.poison.split(separator: "\n").map { .string(String($0)) } + [.string(Self.poison)])
    let scenario: JSON = ["tasks": [["tag": "v2", "fares": "exit:1", "log": lines]]]
    try Data(scenario.text().utf8).write(to: URL(fileURLWithPath: place.file("scenario.json")))
    try write(#"{"image_tags": {"web": "v2"}, "note": "hello"}"#, to: "image-tags.auto.tfvars.json")
    var place = place
    place.variables["RECONCILE_SIMULATION"] = place.file("scenario.json")
    for command in ["apply -auto-approve envs/shop", "apply -auto-approve -json envs/shop"] {
      let printed = try place.run("reconcile \(command)", scrubs: false)
      #expect(printed.output.contains { $0.contains("pwned") })
      #expect(Self.faults(printed.output).isEmpty)
    }
  }

  @Test("What somebody writes into a shared lock is printed as text")
  func locks() async throws {
    defer { place.remove() }
    let cloud = try SimulatedCloud(path: place.file("state/simulated-aws.sqlite"), account: "111111111111", region: "eu-west-1")
    _ = try await cloud.call(
      AWSRequest(.s3, "CreateBucket", ["Bucket": "states", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]]))
    let text = try #require(Self.environment["environment.json"])
    try write(
      text.replacing("\"cluster\":", with: #""state": {"backend": "s3", "bucket": "states", "key": "a.json"}, "cluster":"#),
      to: "environment.json")
    let lock: JSON = [
      "format": "reconcile-lock", "version": 1, "status": "held", "fence": 3, "id": "abc", "operation": "apply", "who": "sam",
      "host": "ci",
      "pid": 1, "runUrl": "https://ci/1", "since": 1_767_603_600, "expires": 4_000_000_000, "process": "1-1", "boot": "a",
      "writing": "w",
    ]
    for (number, document) in Self.poisoned(lock).enumerated() {
      let store = ObjectStore(client: cloud, bucket: "states")
      _ = try await cloud.call(AWSRequest(.s3, "DeleteObject", ["Bucket": "states", "Key": "a.json.lock"]))
      _ = try await store.write(document.text(), to: "a.json.lock", .absent)
      let looks = [
        "lock status envs/shop", "lock status -json envs/shop", "apply -auto-approve envs/shop", "state list envs/shop",
      ]
      try expectHarmless(looks, "string \(number) of the lock")
    }
    for fence in ["9223372036854775807", "-1", "9007199254740993", "1e400", "1.5", "null"] {
      _ = try await cloud.call(AWSRequest(.s3, "DeleteObject", ["Bucket": "states", "Key": "a.json.lock"]))
      let text = lock.text().replacing("\"fence\":3", with: "\"fence\":\(fence)").replacing("held", with: "free")
      _ = try await ObjectStore(client: cloud, bucket: "states").write(text, to: "a.json.lock", .absent)
      let refused = try place.run("reconcile apply -auto-approve envs/shop")
      #expect(refused.exitCode == 1)
      #expect(refused.output.first?.contains("the lock cannot be used: its fence is no number that a lock can have") == true)
    }
  }
}
