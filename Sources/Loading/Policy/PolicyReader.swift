package import Diagnostics
import JSONDocument
import Platform
import Resources

/// Reads a policy. What it does not know is an error: a misspelt list would allow everything.
struct PolicyReader {
  private let document: JSON
  private let path: String

  private static let lists = [
    "providers", "accounts", "regions", "profiles", "endpoints", "buckets", "kmsKeys", "stateDirectories",
  ]
  private static let known = ["$schema", "//"] + lists + ["checks", "tasks", "pin", "requireEncryption"]

  init(_ document: JSON, path: String) {
    self.document = document
    self.path = path
  }

  /// Of use only when no error was found.
  func read(_ run: inout LoadingRun) -> Policy {
    var policy = Policy(path: path)
    guard let members = document.objectValue else {
      report("a policy is an object, and this is \(document.kindName)", document.mark, &run)
      return policy
    }
    for member in members where !Self.known.contains(member.key) {
      let nearest = Nearest.name(to: member.key, among: Self.known)
      report(
        "a policy knows no \"\(member.key)\"", member.mark, &run,
        fix: nearest.map { "write \"\($0)\"" } ?? "remove it; it knows \(Self.known.dropFirst(2).joined(separator: ", "))")
    }
    policy.providers = list("providers", &run)
    policy.accounts = list("accounts", &run)
    policy.regions = list("regions", &run)
    policy.profiles = list("profiles", &run)
    policy.endpoints = list("endpoints", &run)
    policy.buckets = list("buckets", &run)
    policy.kmsKeys = list("kmsKeys", &run)
    let folder = FileSystem.resolved(Paths.parent(path)) ?? Paths.parent(path)
    policy.stateDirectories = list("stateDirectories", &run).map { $0.map { FileSystem.place(of: Paths.joined(folder, $0)) } }
    policy.allowsChecks = flag("checks", &run)
    policy.allowsTasks = flag("tasks", &run)
    policy.requiresEncryption = document["requireEncryption"] != nil && flag("requireEncryption", &run)
    policy.pin = pin(&run)
    return policy
  }

  private func list(_ member: String, _ run: inout LoadingRun) -> [String]? {
    guard let value = document[member] else { return nil }
    let texts = value.arrayValue?.compactMap(\.stringValue)
    if let texts, texts.count == value.arrayValue?.count { return texts }
    report("\"\(member)\" is a list of texts", value.mark, &run)
    return []
  }

  private func flag(_ member: String, _ run: inout LoadingRun) -> Bool {
    guard let value = document[member] else { return true }
    if let flag = value.boolValue { return flag }
    report("\"\(member)\" is true or false", value.mark, &run)
    return false
  }

  private func pin(_ run: inout LoadingRun) -> ImagePin? {
    guard let value = document["pin"] else { return nil }
    if let pin = value.stringValue.flatMap(ImagePin.init) { return pin }
    report("images are pinned to \"tag\" or \"digest\"", value.mark, &run)
    return nil
  }

  private func report(_ message: String, _ mark: SourceMark?, _ run: inout LoadingRun, fix: String? = nil) {
    run.report(.error, "policy-invalid", message, at: mark, file: path, fix: fix)
  }
}

extension Policy {
  /// The policy in a file; nil when something is wrong with it, which is among the findings then.
  package static func read(_ path: String) -> (policy: Policy?, findings: [Diagnostic]) {
    let path = Paths.normalized(path)
    // A policy lies where its owner says, also outside of any project.
    var run = LoadingRun(root: "/")
    let policy = run.document(path).map { PolicyReader($0, path: path).read(&run) }
    return (run.diagnostics.hasErrors ? nil : policy, run.diagnostics)
  }
}
