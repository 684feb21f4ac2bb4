import Diagnostics
import JSONDocument
import Platform
import Resources

/// The directories that make up an environment, base first, and their `environment.json` laid over each other.
struct Layers {
  var directories: [String]
  var environment: JSON

  /// Follows `extends` from the environment down to its last base. Nil when the chain cannot be followed.
  static func find(_ directory: String, _ run: inout LoadingRun) -> Layers? {
    var directories: [String] = []
    var documents: [JSON] = []
    var seen = Set<String>()
    var next: (path: String, mark: SourceMark?)? = (directory, nil)
    while let layer = next {
      guard let resolved = check(layer, &run) else { return nil }
      guard seen.insert(resolved).inserted else {
        run.report(.error, "extends-cycle", "\"extends\" leads back to where it came from", at: layer.mark)
        return nil
      }
      let path = Paths.joined(layer.path, "environment.json")
      guard let document = self.document(path, isBase: !directories.isEmpty, &run) else { return nil }
      directories.append(layer.path)
      documents.append(document)
      next = document["extends"]?.stringValue.map { (Paths.joined(layer.path, $0), document["extends"]?.mark) }
    }
    var merged = JSON.object(JSONObject())
    for document in documents.reversed() { merged = Merge.merged(merged, document) }
    merged["extends"] = nil
    return Layers(directories: directories.reversed(), environment: merged)
  }

  private static func check(_ layer: (path: String, mark: SourceMark?), _ run: inout LoadingRun) -> String? {
    guard FileSystem.kind(layer.path) == .directory, let resolved = FileSystem.resolved(layer.path) else {
      run.report(
        .error, "extends-missing", "there is no directory \"\(layer.path)\" to extend", at: layer.mark,
        fix: "write the path of the base from here, such as \"../base\"")
      return nil
    }
    guard Paths.isInside(resolved, run.root) else {
      run.report(
        .error, "extends-outside", "the base lies outside of the project", at: layer.mark,
        details: ["It is \(resolved); the project begins at \(run.root)."], fix: "keep the base beside its environments")
      return nil
    }
    return resolved
  }

  private static func document(_ path: String, isBase: Bool, _ run: inout LoadingRun) -> JSON? {
    guard FileSystem.kind(path) != nil else {
      if isBase { return .object(JSONObject()) }
      run.report(
        .error, "environment-file-missing", "the directory has no environment.json", at: nil, file: path,
        details: ["Every environment says there where it lives: provider, region and account."],
        fix:
          "write one: {\"provider\": {\"name\": \"\(ProviderName.simulatedAWS)\", \"region\": \"eu-west-1\", \"accountId\": \"111111111111\"}}"
      )
      return nil
    }
    guard let document = run.document(path) else { return nil }
    guard document.objectValue != nil else {
      run.report(
        .error, "environment-not-an-object", "environment.json is \(document.kindName); it must be an object", at: document.mark)
      return nil
    }
    return document
  }
}
