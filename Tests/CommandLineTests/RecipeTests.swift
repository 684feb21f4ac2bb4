import Foundation
import TestSupport
import Testing

/// What `docs/recipes` has is run: the lines of `reconcile`, in their order, on the simulated cloud.
@Suite("Recipes") struct RecipeTests {
  private static let folder = Document.root.appendingPathComponent("docs/recipes")

  /// The project's environments in a commit, with what builds their images, after their first deployment.
  private static func place() throws -> Workplace {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    let prepared = try place.run(
      #"""
      sed -i 's|"imageTags"|"build": {"targets": {"admin": "admin", "api": "api", "frontend": "frontend", "services": "services"}},\n  "imageTags"|' envs/base/environment.json
      printf '/state\n*.plan\n/plan.txt\n/pipeline\n/bin\n/words.txt\n/.gitconfig\n' >.gitignore
      reconcile apply -auto-approve envs/staging envs/prod
      git init -q && git add -A && git -c user.name=kim -c user.email=kim@example.com commit -qm first
      """#)
    #expect(prepared.exitCode == 0, "\(prepared.output)")
    return place
  }

  /// Each pipeline by the files that it consists of, in the order in which they are run.
  @Test(
    "the commands of a pipeline work one after another",
    arguments: [
      ["github/plan.yml", "github/deploy.yml"], ["gitlab-ci.yml"], ["bitbucket-pipelines.yml"],
      ["codebuild/buildspec-build.yml", "codebuild/buildspec-plan.yml", "codebuild/buildspec-apply.yml"],
    ])
  func pipelines(files: [String]) throws {
    let place = try Self.place()
    defer { place.remove() }
    var count = 0
    for file in files {
      for command in try Self.commands(file) {
        let answer = try place.run(command + " 2>&1")
        #expect(answer.exitCode == 0, "\(file): \(command)\n\(answer.output.joined(separator: "\n"))")
        count += 1
      }
    }
    #expect(count >= 4)
    let rolled = try place.run("reconcile status envs/staging").output.filter { $0.contains("steady") }
    #expect(rolled.count == 6 && !rolled.contains { $0.contains("sha-bootstrap") }, "\(rolled)")
  }

  @Test("every file is in one of the tests, and is YAML where it says so")
  func files() throws {
    let names = try #require(FileManager.default.enumerator(atPath: Self.folder.path)?.compactMap { $0 as? String })
    let files = names.filter {
      $0.hasSuffix(".yml") || !$0.contains(".") && !["github", "codebuild"].contains($0) || $0.hasSuffix(".sh")
    }
    #expect(
      files.sorted() == [
        "Makefile", "bitbucket-pipelines.yml", "codebuild/buildspec-apply.yml", "codebuild/buildspec-build.yml",
        "codebuild/buildspec-plan.yml", "github/deploy.yml", "github/plan.yml", "gitlab-ci.yml", "portainer-slack.sh",
      ])
  }

  @Test("files of pipelines are YAML", .enabled(if: WarmAWS.isInstalled, "there is no .venv; next: scripts/setup --test-tools"))
  func yaml() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs/none"))
    defer { place.remove() }
    let root = Document.root.path
    let answer = try place.run(
      "for f in $(find \(root)/docs/recipes -name '*.yml'); do "
        + "\(root)/.venv/bin/python -c 'import sys, yaml; assert yaml.safe_load(open(sys.argv[1]))' $f || exit 1; done 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
  }

  @Test("the targets of the Makefile work one after another")
  func makefile() throws {
    let place = try Self.place()
    defer { place.remove() }
    let makefile = Self.folder.appendingPathComponent("Makefile").path
    let targets = "staging-build staging-plan staging-apply prod-promote prod-plan prod-apply status staging-deploy prod-deploy"
    for target in targets.split(separator: " ") {
      let answer = try place.run("make -f \(makefile) \(target) 2>&1")
      #expect(answer.exitCode == 0, "\(target)\n\(answer.output.joined(separator: "\n"))")
    }
    #expect(
      try place.run("make -n -f \(makefile) staging-build TARGETS='api admin'").output == [
        "reconcile build -push -target api -target admin envs/staging"
      ])
  }

  @Test(
    "Portainer and Slack hear of a deployment, and no argument holds their addresses",
    arguments: [(0, "is deployed"), (22, "refused")])
  func portainer(status: Int, words: String) throws {
    var place = try Self.place()
    defer { place.remove() }
    place.searched = [place.file("bin")]
    let curl = "#!/bin/sh\necho \"$@\" >>words.txt; cat >>words.txt\ncase $* in *POST*) exit \(status);; *) exit 6;; esac\n"
    try FileManager.default.createDirectory(atPath: place.file("bin"), withIntermediateDirectories: true)
    try Data(curl.utf8).write(to: URL(fileURLWithPath: place.file("bin/curl")))
    let script = Self.folder.appendingPathComponent("portainer-slack.sh").path
    let answer = try place.run(
      "chmod +x bin/curl; PORTAINER_WEBHOOK=https://p.example/t0ken SLACK_WEBHOOK=https://s.example/t0ken sh \(script) 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
    let heard = try place.run("cat words.txt").output
    #expect(heard.contains { $0.contains(words) }, "\(heard)")
    #expect(heard.filter { $0.contains("t0ken") }.allSatisfy { $0.hasPrefix("url = ") })
    #expect(!answer.output.contains { $0.contains("t0ken") })
  }

  /// Lines that are one command of reconcile, whatever the file's way to list them.
  private static func commands(_ file: String) throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      var command = line.drop { $0 == " " || $0 == "\t" }
      for mark in ["- ", "run: "] where command.hasPrefix(mark) { command = command.dropFirst(mark.count) }
      return command.hasPrefix("reconcile ") ? String(command) : nil
    }
  }
}
