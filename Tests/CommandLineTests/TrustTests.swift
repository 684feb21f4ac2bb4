import Foundation
import TestSupport
import Testing

/// What docs/trust.md promises of files, folders and programs.
@Suite struct TrustTests {
  private let place: Workplace

  init() throws { place = try Workplace(environments: Document.root.appendingPathComponent("envs")) }

  private func expect(_ command: String, _ output: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try place.run(command).output == output, sourceLocation: sourceLocation)
  }

  @Test("What may hold secrets is made for its owner only, whatever the umask", arguments: ["000", "022", "277"])
  func modes(umask: String) throws {
    defer { place.remove() }
    _ = try place.run(
      """
      umask \(umask)
      reconcile apply -auto-approve envs/staging; reconcile state backup envs/staging; reconcile state pull -out pulled envs/staging
      sed -i 's/"LOG_LEVEL"/"LEVEL"/' envs/base/task-definitions/*.json; reconcile plan -out plan envs/staging
      """)
    try expect(
      "find state pulled plan -type f -printf '%m %P\\n' | sed 's/[.][0-9]*[.]sqlite/.sqlite/' | sort -u",
      ["600 ", "600 .gitignore", "600 backups/staging.sqlite", "600 simulated-aws.sqlite", "600 staging.sqlite"])
    try expect("find state -type d -printf '%m %P\\n' | sort", ["700 ", "700 backups"])
    try expect("git init -q . && git status --porcelain state", [])
  }

  @Test("A folder of states that is there stays as it is")
  func existingFolder() throws {
    defer { place.remove() }
    _ = try place.run("mkdir -m 755 state; reconcile apply -auto-approve envs/staging")
    try expect("stat -c %a state; ls -A state | grep -c gitignore", ["755", "0"])
  }

  @Test("An export takes the place of a link, and follows none")
  func links() throws {
    defer { place.remove() }
    _ = try place.run(
      "echo precious > victim; ln -s victim plan; ln -s victim pulled; reconcile apply -auto-approve envs/staging")
    _ = try place.run("reconcile plan -out plan envs/staging; reconcile state pull -out pulled envs/staging")
    try expect("cat victim; test -L plan || test -L pulled || echo files; ls | grep tmp", ["precious", "files"])
    // A simulated cloud that leads nowhere is not made elsewhere.
    _ = try place.run(
      "rm -rf state; mkdir state; ln -s ../elsewhere.sqlite state/simulated-aws.sqlite; reconcile plan envs/staging")
    try expect("test -e elsewhere.sqlite || echo none", ["none"])
  }

  @Test("What is no file is refused at once", arguments: ["show", "apply", "state push envs/staging", "import -from-tfstate"])
  func devices(command: String) throws {
    defer { place.remove() }
    _ = try place.run("mkfifo pipe")
    for path in ["pipe", "/dev/zero"] {
      let environment = command.hasPrefix("import") ? " envs/staging" : ""
      let refused = try place.run("timeout 20 reconcile \(command) \(path)\(environment)")
      #expect(refused.exitCode == 1)
      #expect(refused.output.first == "error: \(path): it is not a regular file", "\(refused.output)")
    }
  }

  @Test("A program that is started sees what it needs, and what a person names")
  func variables() throws {
    defer { place.remove() }
    let check = #"\"checks\": {\"api\": [{\"command\": [\"sh\", \"-c\", \"env > env.txt\"]}]}"#
    _ = try place.run("sed -i \"s|\\\"cluster\\\": |\(check), \\\"cluster\\\": |\" envs/staging/environment.json")
    _ = try place.run(
      "reconcile apply -auto-approve envs/staging; sed -i 's/sha-bootstrap/sha-1111111/' envs/staging/image-tags.auto.tfvars.json"
    )
    _ = try place.run(
      "reconcile simulate push envs/staging admin=sha-1111111 api=sha-1111111 frontend=sha-1111111 services=sha-1111111")
    _ = try place.run(
      """
      export GITHUB_TOKEN=planted AWS_SECRET_ACCESS_KEY=planted WANTED=yes TZ=UTC RECONCILE_PASS=OTHER,WANTED
      reconcile apply -auto-approve envs/staging
      """)
    let seen = Set(try place.run("cut -d= -f1 envs/staging/env.txt").output)
    #expect(seen.isSuperset(of: ["PATH", "HOME", "TZ", "LC_ALL", "WANTED", "RECONCILE_TAG"]))
    #expect(seen.isDisjoint(with: ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "RECONCILE_PASS", "RECONCILE_WHO"]))
  }

  @Test("A policy is named by an option or a variable, for every command that reads an environment")
  func policies() throws {
    defer { place.remove() }
    _ = try place.run("echo '{\"accounts\": [\"2*\"]}' > policy.json; echo '{\"account\": []}' > wrong.json")
    for command in [
      "validate", "plan", "apply -auto-approve", "show", "history", "lock status", "state list", "drift", "permissions",
    ] {
      for text in ["reconcile \(command) -policy policy.json", "RECONCILE_POLICY=policy.json reconcile \(command)"] {
        let refused = try place.run("\(text) envs/staging")
        #expect(refused.exitCode == 1)
        #expect(refused.output.first?.contains("the policy says: account \"111111111111\" is not allowed") == true, "\(text)")
      }
      for file in ["wrong.json", "none.json"] {
        #expect(try place.run("reconcile \(command) -policy \(file) envs/staging").exitCode == 1)
      }
    }
    try expect("test -e state || echo none", ["none"])
  }

  @Test("Numbers at their limits are an error", arguments: ["9223372036854775807", "-1", "1e300", "9007199254740993"])
  func numbers(number: String) throws {
    defer { place.remove() }
    _ = try place.run("reconcile apply -auto-approve envs/staging; reconcile state pull -out pulled envs/staging")
    _ = try place.run("sed -i 's/\"serial\": [0-9]*/\"serial\": \(number)/' pulled")
    let refused = try place.run("reconcile state push -force envs/staging pulled")
    #expect(refused.exitCode == 1)
    #expect(
      refused.output.first
        == "error: pulled: this is no state that can be used: \"serial\" is missing or of the wrong form", "\(refused.output)")
  }
}
