import Foundation
import TestSupport
import Testing

/// `reconcile build` with a stand-in for docker that pushes to real registries what it is told to build.
@Suite("Builds", .enabled(if: Registries.isInstalled, "skopeo or docker-registry is missing; next: scripts/setup --test-tools"))
struct BuildTests {
  /// An environment in a commit, whose image lies in the registry `source`.
  private static func place(_ build: String = #"{"targets": {"api": "tracker-api"}}"#, docker: String = standIn) throws
    -> Registries
  {
    let place = try Registries(source: "source", target: "target")
    try place.writeEnvironment(
      "staging",
      """
      {"name": "staging", "provider": {"name": "aws", "region": "eu-west-1", "accountId": "111111111111"}, "build": \(build),
       "images": {"api": {"registry": "\(place.host("source"))", "repository": "tracker-api"}}}
      """, images: ["api": "sha-1111111"])
    try place.write("docker-bake.hcl", "target \"tracker-api\" {}\n")
    try place.write(".gitignore", "/registries*\n/bin\n/*.txt\n/state\n")
    try place.standIn("docker", docker)
    let made = try place.run(
      "git init -q && git add -A && git -c user.name=kim -c user.email=kim@example.com commit -qm first && git rev-parse HEAD")
    #expect(made.exitCode == 0, "\(made.output)")
    return place
  }

  /// Reads the options as buildx does, pushes an image for each target, and writes the metadata file.
  private static var standIn: String {
    """
    exec python3 - "$@" <<'END'
    import json, os, subprocess, sys
    words = sys.argv[1:]
    open("words.txt", "a").write(" ".join(words) + chr(10))
    if words[0] == "login":
        open("login.txt", "w").write(sys.stdin.read())
        sys.exit(0)
    options = dict(word.split("=", 1) for word in words if "=" in word)
    files = [word.split("=", 1)[1] for word in words if word.startswith("--file=")]
    assert os.path.exists(files[0]), files
    targets = json.load(open(files[1]))["target"]
    print("#1 building for", os.environ["TAG"], file=sys.stderr)
    metadata = {}
    for name in [word for word in words[2:] if not word.startswith("--")]:
        reference = targets[name]["tags"][0]
        host, rest = reference.split("/", 1)
        repository, tag = rest.rsplit(":", 1)
        push = ["python3", "\(Document.root.path)/Tests/Tools/Registries/registries.py", "push", host, repository, tag, "built"]
        digest = subprocess.check_output(push, text=True).strip()
        metadata[name] = {"containerimage.digest": digest, "image.name": reference}
    json.dump(metadata, open(options["--metadata-file"], "w"))
    END
    """
  }

  @Test("what is built is pushed under the commit's tag, compared, and written into the tag map last")
  func builds() throws {
    let place = try Self.place()
    defer { place.stop() }
    let tag = try "sha-" + (place.run("git rev-parse HEAD").output.first ?? "").prefix(7)
    let answer = try place.run("reconcile build -push -mirror envs/prod envs/staging 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
    #expect(
      answer.output.first
        == "TAG=\(tag) docker buildx bake --progress=plain --file=./docker-bake.hcl --file=FOLDER/override.json "
        + "--metadata-file=FOLDER/metadata.json --push tracker-api", "\(answer.output)")
    #expect(answer.output.contains("#1 building for \(tag)"))
    let there = try place.tags("source", "tracker-api").first
    #expect(there?.hasPrefix("\(tag) sha256:") == true)
    #expect(try place.tags("target", "team/api").first == there)
    let map = try place.run("cat envs/staging/image-tags.auto.tfvars.json").output.joined()
    #expect(map.contains(#""api":"\#(tag)""#) || map.contains(#""api": "\#(tag)""#), "\(map)")
    // The map is the only change, and the next build does not mind it.
    #expect(try place.run("git status --porcelain").output == [" M envs/staging/image-tags.auto.tfvars.json"])
    #expect(try place.run("reconcile build -n envs/staging").exitCode == 0)
  }

  @Test("without -push nothing is pushed and the map stays; -n runs nothing")
  func quiet() throws {
    let place = try Self.place()
    defer { place.stop() }
    #expect(try place.run("reconcile build -n -push envs/staging && ls words.txt").exitCode != 0)
    try place.standIn("docker", #"for word in "$@"; do case $word in --metadata-file=*) echo '{}' >"${word#*=}";; esac; done"#)
    #expect(try place.run("reconcile build envs/staging").exitCode == 0)
    #expect(try place.run("git status --porcelain").output == [])
  }

  @Test("changes that are in no commit are refused, unless the tag says so")
  func dirty() throws {
    let place = try Self.place()
    defer { place.stop() }
    try place.write("main.py", "print()\n")
    let refused = try place.run("reconcile build -push envs/staging 2>&1; ls words.txt")
    #expect(refused.output.contains("  Changed: main.py."), "\(refused.output)")
    #expect(refused.exitCode != 0, "docker was run")
    let answer = try place.run("reconcile build -push -allow-dirty envs/staging 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
    #expect(try place.tags("source", "tracker-api").first?.contains("-dirty-") == true)
  }

  @Test(
    "when docker fails, or says another digest than the registry has, the map stays",
    arguments: [
      ("echo no space >&2; exit 7", "error: docker buildx bake: it ended with exit code 7"),
      ("exit 0", "error: docker has written no metadata file"),
      (
        standIn.replacing("= {\"containerimage.digest\": digest", with: "= {\"containerimage.digest\": \"sha256:\" + \"0\" * 64"),
        "push-differs"
      ),
    ])
  func fails(docker: String, words: String) throws {
    let place = try Self.place(docker: docker)
    defer { place.stop() }
    let answer = try place.run(
      "mkdir -p tmp.txt; TMPDIR=$PWD/tmp.txt reconcile build -json -push envs/staging 2>&1; ls -A tmp.txt")
    let wanted = words.hasPrefix("error: ") ? String(words.split(separator: ": ").last ?? "") : words
    #expect(answer.output.contains { $0.contains(wanted) }, "\(answer.output)")
    #expect(!answer.output.contains { $0.hasPrefix("reconcile-") }, "a folder was left: \(answer.output)")
    #expect(try place.run("git status --porcelain").output == [])
  }
}

/// `reconcile build` for a registry of ECR, whose password a served cloud gives.
@Suite(
  "Builds for ECR", .warmAWS,
  .enabled(if: WarmAWS.isInstalled, "there is no .venv; next: run scripts/setup --test-tools"))
struct RegistryBuildTests {
  @Test("docker gets the password by its standard input, into a configuration of its own")
  func login() throws {
    var cloud = try ServedCloud(environments: Document.root.appendingPathComponent("envs"), speed: 100)
    defer { cloud.stop() }
    cloud.place.searched += [cloud.place.file("bin")]
    let script = """
      #!/bin/sh
      printf '%s\\n' "$@" >>words.txt
      if [ "$1" = login ]; then cat >password.txt; exit 0; fi
      cp "$DOCKER_CONFIG/config.json" config.txt; readlink "$DOCKER_CONFIG/cli-plugins" >>config.txt
      stat -c %a "$DOCKER_CONFIG" >>config.txt
      echo "the password is $(cat password.txt)" >&2
      exit 9
      """
    try FileManager.default.createDirectory(atPath: cloud.place.file("bin"), withIntermediateDirectories: true)
    try Data(script.utf8).write(to: URL(fileURLWithPath: cloud.place.file("bin/docker")))
    let environment = """
      {"name": "staging", "provider": {"name": "aws", "region": "eu-west-1", "accountId": "111111111111"},
       "images": {"api": "tracker-api"}, "build": {"targets": {"api": "tracker-api"}}}
      """
    try Data(environment.utf8).write(to: URL(fileURLWithPath: cloud.place.file("envs/staging/environment.json")))
    let prepared = try cloud.place.run(
      """
      chmod +x bin/docker; mkdir -p .docker/cli-plugins tmp; touch docker-bake.hcl
      echo '{"credsStore": "desktop", "auths": {"docker.io": {}}}' >.docker/config.json
      echo '*' >.gitignore; git init -q; git add -f docker-bake.hcl
      git -c user.name=kim -c user.email=kim@example.com commit -qm first
      """)
    #expect(prepared.exitCode == 0, "\(prepared.output)")
    let answer = try cloud.place.run("TMPDIR=$PWD/tmp reconcile build -push envs/staging 2>&1", scrubs: false)
    let password = try cloud.place.run("cat password.txt", scrubs: false).output.first ?? ""
    #expect(password.count == 64)
    #expect(answer.output.first == "docker login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com")
    #expect(answer.output.contains("the password is ***"), "\(answer.output)")
    #expect(!answer.output.contains { $0.contains(password) })
    #expect(try !cloud.place.run("cat words.txt", scrubs: false).output.contains { $0.contains(password) })
    let configuration = try cloud.place.run("cat config.txt").output.joined(separator: "\n")
    #expect(configuration.contains("\"111111111111.dkr.ecr.eu-west-1.amazonaws.com\": \"\""), "\(configuration)")
    #expect(configuration.contains("\"credsStore\": \"desktop\"") && configuration.contains("cli-plugins"), "\(configuration)")
    #expect(configuration.hasSuffix("700"))
    #expect(try cloud.place.run("ls -A tmp").output == [])
  }
}
