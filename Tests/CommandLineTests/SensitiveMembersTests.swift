import Foundation
import Testing

/// Values that look like nothing in particular, and are declared to be secret.
@Suite struct SensitiveMembersTests {
  private static let files = [
    "environment.json": #"""
    {"name": "shop", "provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
     "sensitive": {"paths": ["containers[web].environment[PET]"], "variables": ["colour", "number"]}}
    """#,
    "v.auto.tfvars.json": #"{"colour": "mauve-one", "number": "86420917"}"#,
    "task-definitions/web.json": #"""
    {"family": "web", "networkMode": "bridge", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 128,
     "command": ["serve", "--paint", "${var.colour}"], "dockerLabels": {"note": "a ${var.colour} b"},
     "environment": [{"name": "PET", "value": "walrus-one"}, {"name": "HUE", "value": "${var.colour}"}, {"name": "COUNT", "value": "${var.number}"},
      {"name": "PLAIN", "value": "seen-one"}]}]}
    """#,
  ]

  private let place: Workplace

  init() throws {
    place = try Workplace(environments: URL(fileURLWithPath: "/nowhere"))
    for (name, text) in Self.files { try write(text, to: name) }
  }

  private func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: place.file("envs/shop/\(name)"))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func expectHidden(_ commands: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    for command in commands {
      let printed = try place.run(command, scrubs: false).output
      let seen = printed.filter { $0.contains("walrus") || $0.contains("mauve") || $0.contains("8642") }
      #expect(seen.isEmpty, "\(command): \(seen.prefix(2))", sourceLocation: sourceLocation)
      #expect(!printed.isEmpty, "\(command)", sourceLocation: sourceLocation)
    }
  }

  @Test("No command shows what an environment declares, whatever its value was before")
  func declared() throws {
    defer { place.remove() }
    let plans = ["plan envs/shop", "plan -json envs/shop", "plan -out plan envs/shop", "show plan", "drift envs/shop"].map {
      "reconcile \($0)"
    }
    try expectHidden(["reconcile validate envs/shop"] + plans + ["cat plan", "reconcile apply -auto-approve envs/shop"])
    try write(#"{"colour": "mauve-two", "number": "86420999"}"#, to: "v.auto.tfvars.json")
    let text = try #require(Self.files["task-definitions/web.json"])
    try write(text.replacing("walrus-one", with: "walrus-two"), to: "task-definitions/web.json")
    let states = ["show", "show -json", "state list", "state pull", "history -json"].map { "reconcile \($0) envs/shop" }
    try expectHidden(plans + states + ["reconcile state show envs/shop aws_ecs_task_definition.web"])
    let plan = try place.run("reconcile plan envs/shop").output
    #expect(plan.contains { $0.contains(#"environment["PET"]"#) && $0.contains(" → #") })
    // Beside a finding, also in a file that is no JSON.
    try write(text.replacing(#""memory""#, with: #""memori""#), to: "task-definitions/web.json")
    try expectHidden(["reconcile validate envs/shop", "reconcile plan envs/shop"])
    try write(text.replacing(#""PET", "value": "#, with: #""PET" "value" "#), to: "task-definitions/web.json")
    try expectHidden(["reconcile validate envs/shop", "reconcile validate envs/shop/task-definitions/web.json"])
  }

  @Test("A person declares for one run, and takes back")
  func options() throws {
    defer { place.remove() }
    _ = try place.run(
      "reconcile apply -auto-approve envs/shop; sed -i 's/seen-one/seen-two/' envs/shop/task-definitions/web.json")
    func shown(_ options: String) throws -> Bool {
      try place.run("reconcile plan \(options) envs/shop").output.contains { $0.contains("seen-two") }
    }
    #expect(try shown(""))
    #expect(try !shown("-sensitive 'containers[web].environment[PLAIN]'"))
    #expect(try shown("-sensitive 'containers[other].environment[PLAIN]'"))
    #expect(try shown("-sensitive 'containers[*].environment[PLAIN]' -not-sensitive 'containers[web].environment[PLAIN].value'"))
    #expect(try place.run("reconcile plan -sensitive 'a[' envs/shop").exitCode == 64)
    #expect(
      try place.run("reconcile plan -sensitive desiredCount envs/shop").output.last
        == "To perform these actions: reconcile apply -sensitive desiredCount envs/shop")
  }

  /// What the runner reads of stderr, before anything else of it, and what a reader of a file or of both streams gets.
  @Test("On GitHub what is hidden is registered with the runner, once and where only the runner reads")
  func registration() throws {
    defer { place.remove() }
    let text = try #require(Self.files["task-definitions/web.json"])
    let value =
      #"{"name": "DB_PASSWORD", "value": "100%-of\\nthe-horse\\n}"}, {"name": "API_TOKEN", "value": "no"}, {"name": "KEY_TOKEN", "value": "two%\\r\\nlines-of"}, {"name": "PET""#
    try write(text.replacing(#"{"name": "PET""#, with: value.replacing(#"\\"#, with: #"\"#)), to: "task-definitions/web.json")
    let masks = try place.run(
      "export GITHUB_ACTIONS=true; (reconcile plan envs/shop 3>&1 > out.txt 2>&3) | cat", scrubs: false
    ).output.filter { $0.hasPrefix("::add-mask::") }
    #expect(
      Set(masks) == [
        "::add-mask::mauve-one", "::add-mask::a mauve-one b", "::add-mask::86420917", "::add-mask::walrus-one",
        "::add-mask::100%25-of",
        "::add-mask::the-horse", "::add-mask::two%25%0D%0Alines-of",
      ])
    #expect(masks.count == Set(masks).count)
    for command in [
      "(reconcile plan envs/shop 2>&1) | cat", "reconcile plan envs/shop > all.txt 2>&1; cat all.txt", "cat out.txt",
      "unset GITHUB_ACTIONS; (reconcile plan envs/shop 3>&1 > out.txt 2>&3) | cat",
    ] {
      let printed = try place.run("export GITHUB_ACTIONS=true; \(command)", scrubs: false).output
      #expect(!printed.contains { $0.contains("::add-mask::") || $0.contains("walrus-one") }, "\(command)")
    }
  }
}
