import Foundation
import TestSupport
import Testing

/// `reconcile mirror` between real registries on this machine, through the real `skopeo`.
@Suite("Mirrors", .enabled(if: Registries.isInstalled, "skopeo or docker-registry is missing; next: scripts/setup --test-tools"))
struct MirrorTests {
  @Test("images are copied whole, with their digests and signatures, and once only")
  func copies() throws {
    let place = try Registries(source: "source", target: "target")
    defer { place.stop() }
    let digest = try place.push("tracker-api", "sha-1111111", "one")
    let mirrored = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(mirrored.exitCode == 0, "\(mirrored.output)")
    #expect(mirrored.output.filter { $0.hasPrefix("skopeo copy --all --preserve-digests ") }.count == 2)
    #expect(mirrored.output.contains { $0.hasPrefix("  api  ") && $0.hasSuffix("…  copied") }, "\(mirrored.output)")
    #expect(try place.tags("source", "tracker-api") == place.tags("target", "team/api"))
    #expect(try place.tags("target", "team/api").first == "sha-1111111 \(digest)")
    // An index without its parts could not be read: the attestation is one of them.
    #expect(try place.parts("target", "team/api", digest) == ["amd64 200", "arm64 200", "unknown 200"])

    let again = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(again.exitCode == 0)
    #expect(
      !again.output.contains { $0.contains("skopeo") } && again.output.last?.hasSuffix("is there") == true, "\(again.output)")
  }

  @Test("a dry run names the commands and copies nothing")
  func dryRun() throws {
    let place = try Registries(source: "source", target: "target")
    defer { place.stop() }
    _ = try place.push("tracker-api", "sha-1111111", "one")
    let answer = try place.run("reconcile mirror -n envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 0)
    #expect(answer.output.filter { $0.hasPrefix("skopeo copy") }.count == 2, "\(answer.output)")
    #expect(answer.output.last?.hasSuffix("would be copied") == true, "\(answer.output)")
    #expect(try place.tags("target", "team/api") == [])
  }

  /// One tag on two images: the digest that is wanted, and the one that the target has.
  private static func taken(_ place: Registries) throws -> (wanted: String, there: String) {
    (
      try place.push("tracker-api", "sha-1111111", "one"),
      try place.push("team/api", "sha-1111111", "two", to: "target")
    )
  }

  @Test("a tag that is on another image stays there, and both digests are told")
  func tagTaken() throws {
    let place = try Registries(source: "source", target: "target")
    defer { place.stop() }
    let (wanted, there) = try Self.taken(place)
    let answer = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 1)
    #expect(
      answer.output.contains(
        #"error: the tag "sha-1111111" of "api" is on another image in the registry of prod [mirror-tag-taken]"#))
    #expect(answer.output.contains("  prod has \(there); staging has \(wanted)."), "\(answer.output)")
    #expect(answer.output.last == "Nothing was copied.")
    #expect(try place.tags("target", "team/api").first == "sha-1111111 \(there)")

    let moved = try place.run("reconcile mirror -move envs/staging envs/prod 2>&1")
    #expect(moved.exitCode == 0, "\(moved.output)")
    #expect(try place.tags("target", "team/api").first == "sha-1111111 \(wanted)")
  }

  @Test("a registry that moves no tags says so in plain words")
  func immutable() throws {
    let place = try Registries(source: "source", target: "immutable")
    defer { place.stop() }
    let (wanted, there) = try Self.taken(place)
    let answer = try place.run("reconcile mirror -move envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 1)
    #expect(
      answer.output.contains { $0.hasSuffix("this tag is on another image, and the registry does not move it") },
      "\(answer.output)")
    #expect(answer.output.contains("  It is on \(there); the image that was to come is \(wanted)."), "\(answer.output)")
    #expect(try place.tags("target", "team/api").first == "sha-1111111 \(there)")
  }

  @Test("after a registry that went away in the middle, the next run copies what is left")
  func goesAway() throws {
    let place = try Registries(source: "source", target: "dying", images: ["api": "sha-1111111", "web": "sha-2222222"])
    defer { place.stop() }
    // Signatures would be the first tags that are put.
    let tags = try [
      place.push("tracker-api", "sha-1111111", "one", isSigned: false),
      place.push("tracker-web", "sha-2222222", "two", isSigned: false),
    ]
    let answer = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 1)
    #expect(answer.output.contains { $0.hasPrefix("  api  ") && $0.hasSuffix("copied") }, "\(answer.output)")
    #expect(answer.output.contains { $0.hasPrefix("  web  ") && $0.hasSuffix("not copied") }, "\(answer.output)")
    #expect(answer.output.contains("  1 of 2 copies were made and compared before."), "\(answer.output)")

    try place.write(source: "source", target: "target", images: ["api": "sha-1111111", "web": "sha-2222222"])
    let again = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(again.exitCode == 0)
    #expect(again.output.contains { $0.hasPrefix("  api  ") && $0.hasSuffix("is there") }, "\(again.output)")
    #expect(try place.tags("target", "team/web") == ["sha-2222222 \(tags[1])"])
  }

  @Test("a tag that is renamed on the way gets the name that the target calls it")
  func renamed() throws {
    let place = try Registries(source: "source", target: "target", images: ["api": "staging-42"])
    defer { place.stop() }
    let digest = try place.push("tracker-api", "staging-42", "one", isSigned: false)
    try place.write(
      source: "source", target: "target", images: ["api": "staging-42"], promotion: ["staging-*": "production-*"])
    let answer = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
    #expect(try place.tags("target", "team/api") == ["production-42 \(digest)"])
  }

  @Test("without skopeo nothing is asked, and it is said what to install")
  func withoutSkopeo() throws {
    let place = try Registries(source: "source", target: "target")
    defer { place.stop() }
    let answer = try place.run("PATH=$(dirname $(command -v reconcile)) reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 1)
    #expect(
      answer.output == [
        "error: skopeo: this program copies images between registries, and there is none on the PATH",
        "  Nothing was copied.", "  next: install it (apt-get, dnf or brew install skopeo), then repeat the command",
      ])
  }

  @Test("an image that nobody pushed is named, and the others wait")
  func notPushed() throws {
    let place = try Registries(source: "source", target: "target", images: ["api": "sha-1111111", "web": "sha-2222222"])
    defer { place.stop() }
    _ = try place.push("tracker-api", "sha-1111111", "one")
    let answer = try place.run("reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 1)
    #expect(
      answer.output.contains(
        #"error: the tag "sha-2222222" of "web" is not in the registry of staging [mirror-not-pushed]"#), "\(answer.output)")
    #expect(try place.tags("target", "team/api") == [])
  }

  @Test(
    "what a file names never becomes an option",
    arguments: [
      ("--dest-authfile=/etc/passwd", "tracker-api"), ("127.0.0.1:1 --src-tls-verify=false", "tracker-api"),
      ("127.0.0.1:1", "--format=v2s2"), ("127.0.0.1:1", "a b"), ("127.0.0.1:1/$(touch made)", "tracker-api"),
    ])
  func hostile(registry: String, repository: String) throws {
    let place = try Registries(source: "source", target: "target")
    defer { place.stop() }
    try place.writeImage(registry: registry, repository: repository)
    try place.standIn("skopeo", #"printf '%s\n' "$@" >>words.txt; exit 1"#)
    let answer = try place.run("reconcile mirror envs/staging envs/prod 2>&1; echo; cat words.txt; ls made")
    #expect(answer.output.contains { $0.hasPrefix("error: ") }, "\(answer.output)")
    let words = answer.output.drop { !$0.isEmpty }.dropFirst()
    for word in words where !word.hasPrefix("ls:") && !word.hasPrefix("cat:") {
      #expect(
        ["inspect", "--raw", "--retry-times=1", "--tls-verify=false"].contains(word) || word.hasPrefix("docker://"), "\(word)")
    }
  }
}

/// `reconcile mirror` between two accounts of ECR: a served cloud gives the passwords, and a proxy is the registries.
@Suite(
  "Mirrors between accounts", .warmAWS,
  .enabled(
    if: Registries.isInstalled && WarmAWS.isInstalled,
    "skopeo, docker-registry or .venv is missing; next: scripts/setup --test-tools"))
struct AccountMirrorTests {
  /// Two accounts with a profile each; the key of a profile is the account for the served cloud.
  private static func accounts(_ cloud: ServedCloud, caller prod: String = "222222222222") throws -> Registries {
    let place = try Registries(in: cloud.place)
    for (name, account) in [("staging", "111111111111"), ("prod", "222222222222")] {
      try place.writeEnvironment(
        name,
        """
        {"name": "\(name)", "images": {"api": {"repository": "tracker-api"}},
         "provider": {"name": "aws", "region": "eu-west-1", "accountId": "\(account)", "profile": "\(name)"}}
        """, images: ["api": "sha-1111111"])
    }
    let profiles = [("staging", "111111111111"), ("prod", prod)].map {
      "[\($0.0)]\naws_access_key_id = \($0.1)\naws_secret_access_key = testing\n"
    }
    try place.write(".aws/credentials", profiles.joined())
    return place
  }

  @Test("each registry gets the password of its account, which nobody sees")
  func passwords() throws {
    let cloud = try ServedCloud(environments: Document.root.appendingPathComponent("envs"), speed: 100)
    defer { cloud.stop() }
    let place = try Self.accounts(cloud)
    defer { place.stop() }
    let digest = try place.push("tracker-api", "sha-1111111", "one")
    try place.standIn("skopeo", #"printf '%s\n' "$@" >>words.txt; env >>words.txt; exec /usr/bin/skopeo "$@""#)
    let answer = try place.run(
      "mkdir tmp; TMPDIR=$PWD/tmp \(place.proxied) reconcile mirror envs/staging envs/prod 2>&1")
    #expect(answer.exitCode == 0, "\(answer.output)")
    #expect(answer.output.contains { $0.hasPrefix("  api  ") && $0.hasSuffix("copied") }, "\(answer.output)")
    #expect(try place.tags("target", "tracker-api").first == "sha-1111111 \(digest)")

    let asked = Set(try place.run("cut -d' ' -f1,4 registries/requests.txt").output)
    #expect(asked.contains("111111111111.dkr.ecr.eu-west-1.amazonaws.com AWS:"), "\(asked)")
    #expect(asked.contains("222222222222.dkr.ecr.eu-west-1.amazonaws.com AWS:"), "\(asked)")
    let passwords = try place.run("cat registries/passwords.txt", scrubs: false).output
    #expect(Set(passwords).count == 2, "one for each account")
    let seen = try place.run("cat words.txt", scrubs: false).output + answer.output
    for password in passwords { #expect(!seen.contains { $0.contains(password) }) }
    #expect(try place.run("ls -A tmp").output == [], "a file with a password was left")
  }

  @Test("with credentials of another account no registry is asked")
  func otherAccount() throws {
    let cloud = try ServedCloud(environments: Document.root.appendingPathComponent("envs"), speed: 100)
    defer { cloud.stop() }
    let place = try Self.accounts(cloud, caller: "333333333333")
    defer { place.stop() }
    let answer = try place.run("\(place.proxied) reconcile mirror envs/staging envs/prod 2>&1; ls registries/requests.txt")
    #expect(answer.output.first?.contains("333333333333") == true, "\(answer.output)")
    #expect(answer.exitCode != 0, "requests.txt is there: \(answer.output)")
  }
}
