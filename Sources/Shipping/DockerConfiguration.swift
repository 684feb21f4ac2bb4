import JSONDocument
import Platform

/// A configuration of docker for one build: the user's own, but the passwords of some registries go nowhere else.
///
/// What docker keeps beside its configuration (plugins, contexts, builders) is linked, so the build finds what it always finds.
struct DockerConfiguration {
  /// The folder.
  let path: String

  private static let kept = ["cli-plugins", "contexts", "buildx"]

  /// `hosts`: registries whose passwords are written into a file of this folder by `docker login`, whatever helper or keychain
  /// the user's configuration names. A helper of no name means that file (docker/cli, cli/config/configfile, `GetCredentialsStore`).
  init(in folder: PrivateFolder, hosts: [String], _ environment: ProcessEnvironment = ProcessEnvironment())
    throws(ShippingProblem)
  {
    path = folder.file("docker")
    let own = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { Paths.joined($0, ".docker") }
    do throws(FileProblem) {
      try FileSystem.makePrivateFolder(path)
      var document =
        own.flatMap { try? FileSystem.readDocument(Paths.joined($0, "config.json")) }
        .flatMap { JSON.parse($0).document } ?? [:]
      var helpers = document["credHelpers"]?.objectValue ?? JSONObject()
      for host in hosts { helpers[host] = "" }
      document["credHelpers"] = .object(helpers)
      try FileSystem.put(Array(document.text(.pretty).utf8), at: Paths.joined(path, "config.json"))
      for name in Self.kept {
        guard let place = own.map({ Paths.joined($0, name) }), FileSystem.kind(place) != nil else { continue }
        try FileSystem.makeLink(Paths.joined(path, name), to: FileSystem.resolved(place) ?? place)
      }
    } catch {
      throw .system(error.reason)
    }
  }
}
