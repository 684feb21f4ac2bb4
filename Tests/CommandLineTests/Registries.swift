import Foundation
import Testing

/// A workplace with two real registries on this machine, and two environments whose images lie in them.
///
/// `Tests/Tools/Registries/registries.py` serves them, and says which others stand before them.
struct Registries {
  static let isInstalled = ["skopeo", "docker-registry", "openssl"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  private static let tool = Document.root.appendingPathComponent("Tests/Tools/Registries/registries.py").path

  private(set) var place: Workplace
  private let hosts: [String: String]
  private let process: Int
  private let ownsPlace: Bool

  /// - `source`, `target`: which of the registries the two environments use.
  /// - `images`: tags by key, of both environments; the image `api` is `tracker-api` in the one and `team/api` in the other.
  init(source: String, target: String, images: [String: String] = ["api": "sha-1111111"]) throws {
    try self.init(Workplace(environments: Document.root.appendingPathComponent("envs")), ownsPlace: true)
    try write(source: source, target: target, images: images)
  }

  /// Registries beside what is in the workplace, which stays when they are stopped.
  init(in place: Workplace) throws { try self.init(place, ownsPlace: false) }

  private init(_ place: Workplace, ownsPlace: Bool) throws {
    (self.place, self.ownsPlace) = (place, ownsPlace)
    let started = try place.run(
      """
      sh -c 'exec python3 \(Self.tool) serve registries >/dev/null 2>registries.txt </dev/null' &
      for n in $(seq 1200); do [ -s registries/ports.json ] && break; sleep 0.05; done; cat registries/ports.json
      """, scrubs: false)
    let text = started.output.last ?? ""
    let ports = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(started.output)")
    hosts = ports.compactMapValues { $0 as? String }
    process = try #require(ports["pid"] as? Int)
    self.place.searched += [place.file("bin")]
  }

  func stop() {
    _ = try? place.run("kill \(process); for n in $(seq 200); do kill -0 \(process) 2>/dev/null || break; sleep 0.05; done")
    if ownsPlace { place.remove() }
  }

  func run(_ command: String, scrubs: Bool = true) throws -> (output: [String], exitCode: Int32) {
    try place.run(command, scrubs: scrubs)
  }

  /// Variables by which programs reach the registries of ECR at the proxy.
  var proxied: String {
    "HTTPS_PROXY=http://\(hosts["proxy"] ?? "") NO_PROXY=127.0.0.1 SSL_CERT_FILE=\(place.file("registries/ca.pem"))"
  }

  func host(_ name: String) -> String { hosts[name] ?? "" }

  // MARK: Files

  func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: place.file(path))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func writeEnvironment(_ name: String, _ text: String, images: [String: String]) throws {
    _ = try place.run("rm -rf envs/\(name)")
    try write("envs/\(name)/environment.json", text)
    try write("envs/\(name)/image-tags.auto.tfvars.json", Self.json(["image_tags": images]))
  }

  func write(
    source: String, target: String, images: [String: String] = ["api": "sha-1111111"], promotion: [String: String] = [:]
  ) throws {
    for (name, host, prefix) in [("staging", host(source), "tracker-"), ("prod", host(target), "team/")] {
      let declared = images.keys.reduce(into: [String: [String: String]]()) {
        $0[$1] = ["registry": host, "repository": prefix + $1]
      }
      let document: [String: Any] = [
        "name": name, "provider": ["name": "aws", "region": "eu-west-1", "accountId": "111111111111"], "images": declared,
        "promotion": ["tags": promotion],
      ]
      try writeEnvironment(name, Self.json(document), images: images)
    }
  }

  /// Another place for the image of the source.
  func writeImage(registry: String, repository: String) throws {
    let document: [String: Any] = [
      "name": "staging", "provider": ["name": "aws", "region": "eu-west-1", "accountId": "111111111111"],
      "images": ["api": ["registry": registry, "repository": repository]],
    ]
    try writeEnvironment("staging", Self.json(document), images: ["api": "sha-1111111"])
  }

  /// A program of this name, which goes before the real one.
  func standIn(_ name: String, _ script: String) throws {
    try write("bin/\(name)", "#!/bin/sh\n\(script)\n")
    _ = try place.run("chmod +x bin/\(name)")
  }

  private static func json(_ document: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: document, options: [.sortedKeys]), as: UTF8.self)
  }

  // MARK: Images

  /// An index of two platforms with an attestation, and a signature beside it; the index's digest.
  func push(
    _ repository: String, _ tag: String, _ text: String, to registry: String = "source", isSigned: Bool = true
  ) throws -> String {
    let signed = isSigned ? "" : " unsigned"
    let answer = try place.run("python3 \(Self.tool) push \(host(registry)) \(repository) \(tag) \(text)\(signed)")
    return try #require(answer.exitCode == 0 ? answer.output.last : nil, "\(answer.output)")
  }

  /// `tag digest`, ordered.
  func tags(_ registry: String, _ repository: String) throws -> [String] {
    try place.run("python3 \(Self.tool) tags \(host(registry)) \(repository)").output
  }

  /// The platform of each part of an index, and what the registry answers for it.
  func parts(_ registry: String, _ repository: String, _ digest: String) throws -> [String] {
    try place.run("python3 \(Self.tool) parts \(host(registry)) \(repository) \(digest)").output
  }
}
