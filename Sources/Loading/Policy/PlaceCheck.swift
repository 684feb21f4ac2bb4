import Diagnostics
import JSONDocument
import Platform
import Resources

/// Holds what environment.json chooses of *where* against what it may choose, before anything is asked or written there.
///
/// Without a policy two things are refused: an address that is not encrypted, unless it is of this machine, and a folder of
/// states outside of the project.
struct PlaceCheck {
  let policy: Policy?
  /// The merged environment.json.
  let document: JSON
  /// Its path, for what has no place in it.
  let path: String

  /// `folder` is that of the state, where environment.json names one or not.
  func check(_ file: EnvironmentFile, folder: String, _ run: inout LoadingRun) {
    let provider = document["provider"]
    let state = document["state"]
    checkEncryption(file.provider.endpoint, provider, &run)
    checkEncryption(file.sharedState?.endpoint, state, &run)
    checkFolder(folder, isNamed: file.stateDirectory != nil, &run)
    guard let policy else { return }
    let identity = file.provider.identity
    check(identity.name.rawValue, "provider", policy.providers, provider?["name"], &run)
    check(identity.accountId, "account", policy.accounts, provider?["accountId"], &run)
    check(identity.region, "region", policy.regions, provider?["region"], &run)
    check(file.sharedState?.region, "region", policy.regions, state?["region"], &run)
    check(file.provider.profile, "profile", policy.profiles, provider?["profile"], &run)
    check(file.sharedState?.profile, "profile", policy.profiles, state?["profile"], &run)
    check(file.provider.endpoint, "endpoint", policy.endpoints, provider?["endpoint"], &run)
    check(file.sharedState?.endpoint, "endpoint", policy.endpoints, state?["endpoint"], &run)
    check(file.sharedState?.bucket, "bucket", policy.buckets, state?["bucket"], &run)
    check(file.sharedState?.encryption?.kmsKey, "key", policy.kmsKeys, state?["kmsKeyId"], &run)
    for key in file.stateEncryption?.kmsKeys ?? [] { check(key, "key", policy.kmsKeys, state?["encryption"], &run) }
    if let pin = policy.pin, pin == .digest, file.pin != pin {
      refuse("images must be pinned by their digests", at: document["pin"], &run, fix: "set \"pin\": \"digest\"")
    }
    if policy.requiresEncryption, file.stateEncryption == nil {
      refuse(
        "states must be encrypted", at: document["state"], &run,
        fix: "add \"encryption\" to \"state\", as docs/state.md tells, then run `reconcile state encrypt` on the environment")
    }
    if !policy.allowsChecks, file.checks?.objectValue?.isEmpty == false {
      refuse("no checks may be declared", at: document["checks"], &run, fix: "remove them")
    }
  }

  func check(_ specs: [Resource], _ run: inout LoadingRun) {
    guard let policy, !policy.allowsTasks else { return }
    for spec in specs where spec.identity.kind == .oneOffTask {
      run.report(
        .error, Self.code, "the policy says that no one-off tasks may be declared", at: spec.attributes.mark, file: spec.file,
        details: [said], fix: "remove it")
    }
  }

  private static let code = "policy-refuses"

  private var said: String { "It is \(policy?.path ?? ""), which the environment cannot change." }

  private func check(_ value: String?, _ what: String, _ allowed: [String]?, _ place: JSON?, _ run: inout LoadingRun) {
    guard let value, let allowed, !allowed.contains(where: { NamePattern.fits($0, value) }) else { return }
    let choice = allowed.isEmpty ? "none" : allowed.map { "\"\($0)\"" }.joined(separator: ", ")
    refuse("\(what) \"\(value)\" is not allowed; allowed is \(choice)", at: place, &run)
  }

  private func refuse(_ rule: String, at place: JSON?, _ run: inout LoadingRun, fix: String? = nil) {
    run.report(
      .error, Self.code, "the policy says: \(rule)", at: place?.mark, file: path, details: [said],
      fix: fix ?? "use what it allows, or have it changed by who owns it")
  }

  private func checkEncryption(_ endpoint: String?, _ holder: JSON?, _ run: inout LoadingRun) {
    guard let endpoint, endpoint.lowercased().hasPrefix("http://"), !Endpoint.isLoopback(endpoint) else { return }
    if policy?.endpoints?.contains(where: { NamePattern.fits($0, endpoint) }) == true { return }
    run.report(
      .error, "endpoint-not-encrypted", "\"\(endpoint)\" is not encrypted, and is no address of this machine",
      at: holder?["endpoint"]?.mark, file: path,
      details: ["Whoever is on the way could read what is sent, and answer in its place."],
      fix: "write \"https://…\", or have the address allowed under \"endpoints\" of a policy (-policy FILE)")
  }

  private func checkFolder(_ folder: String, isNamed: Bool, _ run: inout LoadingRun) {
    let resolved = FileSystem.place(of: folder)
    if isNamed, let allowed = policy?.stateDirectories {
      if allowed.contains(where: { Paths.isInside(resolved, $0) }) { return }
      refuse("no states may be kept in \(resolved)", at: document["state"]?["directory"], &run)
    } else if !Paths.isInside(resolved, run.root) {
      run.report(
        .error, "state-outside", "the folder of the state lies outside of the project",
        at: document["state"]?["directory"]?.mark, file: path,
        details: [
          "It is \(resolved); the project begins at \(run.root). Nothing outside of it is written because a file says so."
        ],
        fix: "name a folder of the project, or say -state FOLDER; a policy (-policy FILE) can allow it under \"stateDirectories\""
      )
    }
  }
}
