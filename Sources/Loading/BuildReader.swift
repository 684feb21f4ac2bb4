import Diagnostics
import JSONDocument
import Platform

/// How the images of an environment are built.
package struct BuildSettings: Sendable, Equatable {
  /// The bake file, relative to the root of the working tree.
  package var bakeFile: String
  /// Its targets by image key.
  package var targets: [String: String]
}

/// Reads `build` of environment.json.
///
///     "build": {"bakeFile": "docker-bake.hcl", "targets": {"api": "tracker-api"}}
struct BuildReader {
  let file: String

  private static let usualFile = "docker-bake.hcl"

  func read(_ value: JSON?, _ run: inout LoadingRun) -> BuildSettings? {
    guard let value, !value.isNull else { return nil }
    guard let members = value.objectValue else {
      refuse("\"build\" is \(value.kindName); it says how images are built", at: value.mark, &run)
      return nil
    }
    for member in members where !["bakeFile", "targets", "//"].contains(member.key) {
      let nearest = Nearest.name(to: member.key, among: ["bakeFile", "targets"])
      refuse("\"build\" knows no \"\(member.key)\"", at: member.mark, fix: nearest.map { "write \"\($0)\"" }, &run)
    }
    let bakeFile = EnvironmentFile.text(value, "bakeFile", &run) ?? Self.usualFile
    if !Self.isInside(bakeFile) {
      refuse(
        "\"bakeFile\" leads out of the working tree", at: value["bakeFile"]?.mark,
        fix: "write a path that begins at the root of the working tree, such as \"docker-bake.hcl\"", &run)
    }
    return BuildSettings(bakeFile: Paths.normalized(bakeFile), targets: targets(value["targets"], at: value.mark, &run))
  }

  private func targets(_ value: JSON?, at mark: SourceMark?, _ run: inout LoadingRun) -> [String: String] {
    guard let members = value?.objectValue, !members.isEmpty else {
      let what = value.map { $0.objectValue == nil ? "\"targets\" is \($0.kindName)" : "\"targets\" is empty" }
      refuse("\(what ?? "\"build\" has no \"targets\""); it maps image keys to targets", at: value?.mark ?? mark, &run)
      return [:]
    }
    var targets: [String: String] = [:]
    for member in members where !member.value.isNull {
      guard let target = member.value.stringValue, Self.isTarget(target) else {
        refuse(
          "the target of \"\(member.key)\" cannot be the name of a target of a bake file", at: member.value.mark ?? member.mark,
          fix: "write letters, digits, \"_\" and \"-\", beginning with a letter or digit", &run)
        continue
      }
      targets[member.key] = target
    }
    return targets
  }

  private func refuse(_ what: String, at mark: SourceMark?, fix: String? = nil, _ run: inout LoadingRun) {
    run.report(
      .error, "build", what, at: mark, file: file,
      fix: fix ?? "write \"build\": {\"bakeFile\": \"\(Self.usualFile)\", \"targets\": {\"api\": \"tracker-api\"}}")
  }

  private static func isInside(_ path: String) -> Bool {
    let normal = Paths.normalized(path)
    return !path.hasPrefix("/") && normal != ".." && !normal.hasPrefix("../") && normal != "."
      && !path.unicodeScalars.contains { $0.value < 0x20 || $0.isHidden }
  }

  /// buildx, bake/bake.go, `validTargetNameChars`: `[a-zA-Z0-9_-]+`. One that begins with a dash would be an option.
  private static func isTarget(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
